/** Scenario `idle`: what does a signed-in socket with one subscription weigh in the server, and how fast do they come? */
import { readFileSync } from 'node:fs'
import type { Peer } from '../peers/peer.ts'
import { uwsPublish, ws } from '../peers/plain.ts'
import { socketIo } from '../peers/socket-io/socket-io.ts'
import { trpcGenerator } from '../peers/trpc/trpc.ts'
import type { Bench, Row, Scenario, ServerUnderTest } from '../scenario.ts'
import { COLLECTABLE, collectGarbage } from './parts/collect-garbage.ts'
import { connectAll, type Subscriber } from './parts/connect-all.ts'
import { arrive } from './parts/people.ts'
import { cpuMicros, quietResidentBytes } from './parts/process-figures.ts'
import { seedRooms, settle, spread } from './parts/seed.ts'

const BYTES_MAX = 2_560
const WARM_SOCKETS = 200
/** Files that a server needs besides its sockets: database, log, modules. */
const OTHER_FILES = 400
const STEPS = 4
/** The second, without peers, only where the system lets a process have so many. */
const SIZES = { quick: [4_000], full: [20_000, 100_000] }

const PEERS: readonly Peer[] = [trpcGenerator, socketIo, ws, uwsPublish]

export const idle: Scenario = {
  name: 'idle',
  question:
    'What does a signed-in socket with one subscription weigh in the server, and how many connect in a second?',
  peers: PEERS.map(({ name }) => name),
  quickPeers: ['trpc'],
  async run(bench) {
    const [sockets = 0, ...more] = sizesOf(bench)
    const measured = [await ours(bench, sockets)]
    for (const peer of PEERS.filter(({ name }) => bench.peers.includes(name))) {
      measured.push(await theirs(bench, peer, sockets))
    }
    const rows = rowsOf(measured)
    for (const size of more) rows.push(...rowsOf([await ours(bench, size)]))
    return rows
  },
}

/** At least one, as large as may be; of the others those that can be whole. */
function sizesOf({ quick, say }: Bench): number[] {
  const most = filesMax() - OTHER_FILES
  const [least = 0, ...more] = SIZES[quick ? 'quick' : 'full']
  const left = more.filter((size) => size > most)
  if (Math.max(least, ...more) > most) say(`the system allows ${filesMax()} files a process: ${most} sockets`)
  for (const size of left) say(`${size} sockets are left out`)
  return [Math.min(least, most), ...more.filter((size) => size <= most)]
}

/** Their servers know no people: a socket subscribes to its room without a token. */
async function theirs(bench: Bench, { name, chat }: Peer, sockets: number): Promise<Idle> {
  // peers are started with our environment
  Object.assign(process.env, COLLECTABLE)
  const server = await bench.peer(name).finally(() => delete process.env.NODE_OPTIONS)
  try {
    const people = Array.from({ length: sockets + WARM_SOCKETS }, (_, number) =>
      chat.listener(`room-${Math.floor(number / 10)}`),
    )
    return { server: name, ...(await weigh(bench, server, people)) }
  } finally {
    await server.stop()
  }
}

/** Everybody has a token of their own and follows one room of ten. */
async function ours(bench: Bench, sockets: number): Promise<Idle> {
  const server = await bench.parley(COLLECTABLE)
  const world = await arrive(server, sockets + WARM_SOCKETS)
  try {
    const rooms = spread(world.peopleIds, 10, 1)
    await seedRooms(world.database, rooms)
    await settle(world.database)
    bench.say(`signing ${world.peopleIds.length} tokens`)
    const people = await Promise.all(
      rooms.flatMap(({ roomId, memberIds }) =>
        memberIds.map(async (id): Promise<Subscriber> => {
          const input = { conversationId: roomId }
          return {
            path: '/trpc',
            token: await world.tokenOf(id),
            // a call that asks no database, answered once the token has been verified
            hello: JSON.stringify({ id: 1, method: 'query', params: { path: 'health.live' } }),
            opening: [
              JSON.stringify({
                id: 2,
                method: 'subscription',
                params: { path: 'conversations.events', input },
              }),
            ],
            readyAfter: 2,
          }
        }),
      ),
    )
    return { server: 'parley', ...(await weigh(bench, server, people)) }
  } finally {
    await world.close()
    await server.stop()
  }
}

export interface Idle {
  readonly server: string
  /** Memory of the server after so many sockets. */
  readonly points: readonly (readonly [sockets: number, bytes: number])[]
  readonly connectsPerSecond: number
  /** CPU of the server for connecting and verifying one, without its subscription. */
  readonly microsPerConnect: number
}

async function weigh(
  bench: Bench,
  server: ServerUnderTest,
  people: readonly Subscriber[],
): Promise<Omit<Idle, 'server'>> {
  const warm = await connectAll(server.url, people.slice(0, WARM_SOCKETS))
  await warm.subscribe()
  warm.close()
  const rest = people.slice(WARM_SOCKETS)
  const points: [number, number][] = [[0, await weightOf(server)]]
  const size = Math.ceil(rest.length / STEPS)
  let seconds = 0
  let micros = 0
  const open: { close(): void }[] = []
  for (let start = 0; start < rest.length; start += size) {
    const before = await cpuMicros(server.pid)
    const crowd = await connectAll(server.url, rest.slice(start, start + size))
    micros += (await cpuMicros(server.pid)) - before
    seconds += crowd.seconds
    open.push(crowd)
    await crowd.subscribe()
    points.push([Math.min(start + size, rest.length), await weightOf(server)])
    bench.say(`${points.at(-1)?.[0]} sockets, ${Math.round((points.at(-1)?.[1] ?? 0) / 1e6)} MB`)
  }
  for (const crowd of open) crowd.close()
  return { points, connectsPerSecond: rest.length / seconds, microsPerConnect: micros / rest.length }
}

async function weightOf({ pid }: ServerUnderTest): Promise<number> {
  await collectGarbage(pid)
  return quietResidentBytes(pid)
}

/** Bytes that one more socket adds: the slope of the straight line that fits the points best. */
export function slope(points: Idle['points']): number {
  const mean = (at: 0 | 1) => points.reduce((sum, point) => sum + point[at], 0) / points.length
  const [x, y] = [mean(0), mean(1)]
  const above = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0)
  const below = points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0)
  return above / below
}

/** Without the beginning: until the first sockets are there, heap and pools grow to the size they work with. */
function steady(points: Idle['points']): Idle['points'] {
  return points.length > 2 ? points.slice(1) : points
}

/** The first is ours. */
export function rowsOf(measured: readonly Idle[]): Row[] {
  const official = measured.find(({ server }) => server === 'trpc')
  return measured.flatMap((one): Row[] => {
    const { server, points, connectsPerSecond, microsPerConnect } = one
    const bytes = slope(steady(points))
    const isOurs = server === 'parley'
    const sockets = (points.at(-1)?.[0] ?? 0).toLocaleString('en')
    const rows: Row[] = [
      {
        what: `${sockets} sockets, memory each`,
        server,
        value: bytes,
        unit: 'bytes',
        ...(isOurs && { target: { says: `<= ${BYTES_MAX}`, isMet: bytes <= BYTES_MAX } }),
        note: `slope of the resident memory of the server process over ${steady(points).length} points, from the first quarter on; kernel memory excluded`,
        curves: [{ plot: 'memory', points }],
      },
      {
        what: `connects, ${isOurs ? 'each with a token of its own verified' : 'no token'}`,
        server,
        value: connectsPerSecond,
        unit: 'sockets/s',
        figures: { 'server CPU µs': microsPerConnect },
      },
    ]
    if (!isOurs || !official) return rows
    const lighter = slope(steady(official.points)) / bytes
    const faster = official.microsPerConnect / microsPerConnect
    return [
      ...rows,
      {
        what: 'official adapter, memory to ours',
        server,
        value: lighter,
        unit: 'x',
        target: { says: '>= 20', isMet: lighter >= 20 },
      },
      {
        what: 'connects to the official adapter, by CPU of the server',
        server,
        value: faster,
        unit: 'x',
        target: { says: '>= 5', isMet: faster >= 5 },
        note: 'by CPU, because the generator is the slower side of a handshake',
      },
    ]
  })
}

/** Open files that a process may have here; Node raises its own limit to the highest it may. */
function filesMax(): number {
  const line = /^Max open files\s+(\d+|unlimited)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1]
  return line === 'unlimited' ? Number.POSITIVE_INFINITY : Number(line ?? 1_024)
}
