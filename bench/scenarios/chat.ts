/** Scenario `chat`: an ordinary office at a stated load: many small rooms, some large, and everything people do there. */
import { randomUUID } from 'node:crypto'
import type { Bench, Row, Scenario } from '../scenario.ts'
import type { Caller } from './parts/caller.ts'
import { inTurns } from './parts/connect-all.ts'
import { type Offered, offer } from './parts/offer.ts'
import { arrive, type World } from './parts/people.ts'
import { percentile } from './parts/percentile.ts'
import { cpuMicros, familyCpuMicros } from './parts/process-figures.ts'
import { type SeededRoom, seedMessages, seedRooms, settle, spread } from './parts/seed.ts'

/** What a thousand people do in a second. Change it to what yours do. */
const PER_SECOND = { send: 100, markRead: 150, history: 40, list: 20, reconnect: 5 }
type Deed = keyof typeof PER_SECOND

const SMALL_MEMBERS = 8
const SMALL_ROOMS_EACH = 10
const LARGE_ROOMS = 4
/** Fewer reconnects than this brings have no 99th percentile. */
const SECONDS_MIN = 6
/** One message in so many is said in a large room. */
const LARGE_EVERY = 20
const PAST_MESSAGES = 60

export const chat: Scenario = {
  name: 'chat',
  question: 'How long does everything take that people do in a day, all at once and at a stated load?',
  peers: [],
  async run(bench) {
    const people = bench.quick ? 300 : 1_000
    const server = await bench.parley()
    const world = await arrive(server, people)
    try {
      const small = spread(world.peopleIds, SMALL_MEMBERS, SMALL_ROOMS_EACH)
      const large = Array.from(
        { length: LARGE_ROOMS },
        (): SeededRoom => ({ roomId: randomUUID(), memberIds: world.peopleIds }),
      )
      await seedRooms(world.database, [...small, ...large])
      await seedMessages(world.database, [...small, ...large], PAST_MESSAGES)
      await settle(world.database)
      bench.say(
        `${people} people in ${small.length} rooms of ${SMALL_MEMBERS} and ${LARGE_ROOMS} of everybody`,
      )
      const office = await open(world, small, large)
      const cpu = async () => (await cpuMicros(server.pid)) + (await familyCpuMicros(server.databasePid))
      // the first seconds load rooms and compile code
      await work(bench, office, people, 2)
      office.deliveriesMs.length = 0
      const before = await cpu()
      const seconds = Math.max(SECONDS_MIN, bench.seconds)
      const done = await work(bench, office, people, seconds)
      const cores = ((await cpu()) - before) / 1e6 / seconds
      for (const caller of office.callers) (await caller).close()
      return rowsOf({ people, done, deliveriesMs: office.deliveriesMs, cores })
    } finally {
      await world.close()
      await server.stop()
    }
  },
}

interface Office {
  /** By person. One that is coming back is waited for, as a client that has lost its socket waits. */
  readonly callers: Promise<Caller>[]
  readonly deliveriesMs: number[]
  readonly deeds: Readonly<Record<Deed, (index: number) => Promise<unknown>>>
}

/** Everybody follows all their rooms on one socket. */
async function open(
  world: World,
  small: readonly SeededRoom[],
  large: readonly SeededRoom[],
): Promise<Office> {
  const { peopleIds } = world
  const placeOf = new Map(peopleIds.map((id, place) => [id, place]))
  const deliveriesMs: number[] = []
  const hear = (payload: Buffer) => {
    const at = payload.indexOf(MARK)
    // whoever comes back gets the last messages again, and they are no news
    if (at === -1 || payload.includes(RESET)) return
    const saidMs = Number.parseFloat(payload.toString('latin1', at + MARK.length, at + MARK.length + 20))
    deliveriesMs.push(performance.now() - saidMs)
  }
  const arriveOne = async (id: string) => {
    const caller = await world.caller(id, hear)
    await caller.subscribe('sync.resume', { positions: {}, followNew: true })
    return caller
  }
  const arrived = await inTurns(peopleIds, 50, arriveOne)
  const callers = arrived.map((caller) => Promise.resolve(caller))

  /** A room, and somebody in it with their socket. */
  const pick = async (index: number, rooms: readonly SeededRoom[]) => {
    const { roomId, memberIds } = rooms[index % rooms.length] as SeededRoom
    const id = memberIds[Math.floor(index / rooms.length) % memberIds.length] as string
    return { conversationId: roomId, caller: (await callers[placeOf.get(id) as number]) as Caller }
  }
  const deeds: Office['deeds'] = {
    async send(index) {
      const { conversationId, caller } = await pick(index, index % LARGE_EVERY === 0 ? large : small)
      const text = `${MARK}${performance.now().toFixed(3)} and some words of an ordinary length beside it`
      return caller.mutate('messages.send', { conversationId, commandId: randomUUID(), text })
    },
    async markRead(index) {
      const { conversationId, caller } = await pick(index, small)
      return caller.mutate('conversations.markRead', { conversationId, seq: 1 + (index % PAST_MESSAGES) })
    },
    async history(index) {
      const { conversationId, caller } = await pick(index, small)
      return caller.query('messages.history', { conversationId, limit: 50 })
    },
    async list(index) {
      const caller = (await callers[index % callers.length]) as Caller
      return caller.query('conversations.list', { limit: 30 })
    },
    async reconnect(index) {
      // an odd step: nobody comes back who has just come
      const place = (index * 37) % callers.length
      const before = callers[place] as Promise<Caller>
      const back = before.then((caller) => {
        caller.close()
        return arriveOne(peopleIds[place] as string)
      })
      callers[place] = back
      await back
    },
  }
  return { callers, deliveriesMs, deeds }
}

/** Followed by the ms at which it was said; no seeded message has it. */
const MARK = 'said at '
const RESET = '"kind":"reset"'

let turn = 0

async function work(bench: Bench, { deeds }: Office, people: number, seconds: number) {
  const offset = ++turn * 100_000
  const all = Object.entries(deeds) as [Deed, (index: number) => Promise<unknown>][]
  const done = await Promise.all(
    all.map(async ([deed, run]): Promise<Done> => {
      const perSecond = (PER_SECOND[deed] * people) / 1_000
      const offered = await offer({ perSecond, seconds }, (index) => run(offset + index))
      bench.say(`${deed}: ${offered.latenciesMs.length} in ${seconds} s, ${offered.failed} failed`)
      return { deed, perSecond, offered }
    }),
  )
  return done
}

export interface Done {
  readonly deed: string
  readonly perSecond: number
  readonly offered: Offered
}

export interface Day {
  readonly people: number
  readonly done: readonly Done[]
  readonly deliveriesMs: readonly number[]
  /** Cores that server and database kept busy. */
  readonly cores: number
}

export function rowsOf({ people, done, deliveriesMs, cores }: Day): Row[] {
  const server = 'parley'
  const latencies = (values: readonly number[]) => ({
    'p50 ms': percentile(values, 50),
    'p99 ms': percentile(values, 99),
  })
  return [
    ...done.map(
      ({ deed, perSecond, offered }): Row => ({
        what: `${deed}, p99`,
        server,
        value: percentile(offered.latenciesMs, 99),
        unit: 'ms',
        target: { says: 'none fails', isMet: offered.failed === 0 },
        figures: latencies(offered.latenciesMs),
        note: `${perSecond}/s in an open loop${offered.why ? `; ${offered.failed} failed: ${offered.why}` : ''}`,
      }),
    ),
    {
      what: 'delivery to a member, p99',
      server,
      value: percentile(deliveriesMs, 99),
      unit: 'ms',
      figures: latencies(deliveriesMs),
      note: `${deliveriesMs.length} deliveries, from the call of the sender; the first message of a frame is timed`,
    },
    {
      what: `cores busy for ${people.toLocaleString('en')} people`,
      server,
      value: cores,
      unit: 'cores',
      note: 'server and database; typing is not part of the mix: the contract has no call for it yet',
    },
  ]
}
