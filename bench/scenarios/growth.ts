/** Scenario `growth`: does a message cost the same once there are ten times as many rows and rooms? */
import type { Bench, ParleyUnderTest, Row, Scenario } from '../scenario.ts'
import { offer } from './parts/offer.ts'
import { arrive } from './parts/people.ts'
import { percentile } from './parts/percentile.ts'
import { cpuMicros, familyCpuMicros } from './parts/process-figures.ts'
import { payDebts, seedMessages, seedRooms, spread } from './parts/seed.ts'

const PEOPLE = 100
const MEMBERS = 10
const MESSAGES_A_ROOM = 100
const ROUNDS = 3
/** CPU is counted in hundredths of a second: less than this would be counted badly. */
const SECONDS_MIN = 2
const RATIO_MAX = 1.3

interface Size {
  readonly rooms: number
  readonly server: ParleyUnderTest
  send(index: number): Promise<unknown>
  /** What came before costs nothing from now on. */
  payDebts(): Promise<void>
  close(): Promise<void>
  readonly latenciesMs: number[]
  sent: number
  nodeMicros: number
  databaseMicros: number
}

export const growth: Scenario = {
  name: 'growth',
  question:
    'What does a message cost when the database holds ten times the rows and the load meets ten times the rooms?',
  peers: [],
  async run(bench) {
    const small = bench.quick ? 300 : 2_000
    const sizes: Size[] = []
    try {
      for (const rooms of [small, small * 10]) sizes.push(await grown(bench, rooms))
      return await compare(bench, sizes)
    } finally {
      for (const size of sizes) await size.close()
    }
  },
}

/** A server with so many rooms of a hundred messages, and everybody's socket. */
async function grown(bench: Bench, count: number): Promise<Size> {
  const server = await bench.parley()
  const world = await arrive(server, PEOPLE)
  const rooms = spread(world.peopleIds, MEMBERS, (count * MEMBERS) / PEOPLE)
  await seedRooms(world.database, rooms)
  await seedMessages(world.database, rooms, MESSAGES_A_ROOM)
  bench.say(`${count} rooms, ${count * MESSAGES_A_ROOM} messages are there`)
  const callers = new Map(
    await Promise.all(world.peopleIds.map(async (id) => [id, await world.caller(id)] as const)),
  )
  return {
    rooms: count,
    server,
    // every room of this size in turn: ten times the rooms means ten times the actors
    send(index) {
      const { roomId, memberIds } = rooms[index % rooms.length] as (typeof rooms)[number]
      const caller = callers.get(memberIds[index % memberIds.length] as string)
      return caller!.mutate('messages.send', {
        conversationId: roomId,
        commandId: crypto.randomUUID(),
        text: TEXT,
      })
    },
    payDebts: () => payDebts(world.database),
    async close() {
      for (const caller of callers.values()) caller.close()
      await world.close()
      await server.stop()
    },
    latenciesMs: [],
    sent: 0,
    nodeMicros: 0,
    databaseMicros: 0,
  }
}

const TEXT = 'the quick brown fox jumps over the lazy dog while nobody at all is looking'

const AWAKENED_AT_ONCE = 16

/** A send to each room, as fast as they are read: a rate that some are refused at would leave those asleep. */
async function wakeAll(size: Size): Promise<void> {
  const left = Array.from({ length: size.rooms }, (_, index) => index).values()
  const wake = async () => {
    for (const index of left) await size.send(index)
  }
  await Promise.all(Array.from({ length: AWAKENED_AT_ONCE }, wake))
}

/** Small and large in turn; what rooms cost that are read for the first time is part of neither. */
async function compare(bench: Bench, sizes: readonly Size[]): Promise<Row[]> {
  const perSecond = bench.quick ? 1_500 : 4_000
  for (const size of sizes) {
    await wakeAll(size)
    await size.payDebts()
  }
  let turn = 0
  for (let round = 1; round <= ROUNDS; round++) {
    for (const size of sizes) {
      const seconds = Math.max(SECONDS_MIN, bench.seconds / 2)
      const nodeBefore = await cpuMicros(size.server.pid)
      const databaseBefore = await familyCpuMicros(size.server.databasePid)
      const offset = turn++ * perSecond
      const { latenciesMs, failed, why } = await offer({ perSecond, seconds }, (index) =>
        size.send(offset + index),
      )
      if (failed > 0) throw new Error(`${failed} messages were refused: ${why}`)
      size.nodeMicros += (await cpuMicros(size.server.pid)) - nodeBefore
      size.databaseMicros += (await familyCpuMicros(size.server.databasePid)) - databaseBefore
      size.sent += latenciesMs.length
      for (const ms of latenciesMs) size.latenciesMs.push(ms)
      bench.say(`round ${round}, ${size.rooms} rooms: p99 ${percentile(latenciesMs, 99).toFixed(1)} ms`)
    }
  }
  return rowsOf(sizes, perSecond)
}

type Measured = Pick<Size, 'rooms' | 'latenciesMs' | 'sent' | 'nodeMicros' | 'databaseMicros'>

export function rowsOf(sizes: readonly Measured[], perSecond: number): Row[] {
  const cost = ({ nodeMicros, databaseMicros, sent }: Measured) => (nodeMicros + databaseMicros) / sent
  const [small, large] = sizes as readonly [Measured, Measured]
  const ratio = cost(large) / cost(small)
  const server = 'parley'
  return [
    ...sizes.flatMap((size): Row[] => {
      const name = `${size.rooms.toLocaleString('en')} rooms of ${MESSAGES_A_ROOM} messages`
      return [
        { what: `${name}, server`, server, value: size.nodeMicros / size.sent, unit: 'CPU µs/message' },
        { what: `${name}, database`, server, value: size.databaseMicros / size.sent, unit: 'CPU µs/message' },
        { what: `${name}, p99 of a send`, server, value: percentile(size.latenciesMs, 99), unit: 'ms' },
      ]
    }),
    {
      what: 'CPU of a message, ten times the rooms and rows',
      server,
      value: ratio,
      unit: 'x',
      target: { says: `<= ${RATIO_MAX}`, isMet: ratio <= RATIO_MAX },
      note: `${perSecond} messages/s in an open loop, two servers in turn, ${ROUNDS} rounds; rooms are in memory, as far as the server keeps them`,
    },
  ]
}
