/** Scenario `rooms`: a thousand rooms of ten, heard by ten thousand sockets of one room each, and by ten of all rooms. */
import { randomUUID } from 'node:crypto'
import { type Contest, contest, type Subject } from '../load/contest.ts'
import { openTown } from '../load/open-town.ts'
import type { Plan } from '../load/plan.ts'
import { rowsOf } from '../load/rows.ts'
import { peerSubject, type StartedPeer, startPeers } from '../load/start-peers.ts'
import type { Town } from '../load/town.ts'
import { allRoomsPlan, chatPlan } from '../load/town-plans.ts'
import type { ChatSpeech } from '../peers/peer.ts'
import { peerAllRoomsPlan, peerChatPlan } from '../peers/peer-plans.ts'
import { PEER_NAMES, peerNamed } from '../peers/peers.ts'
import type { Bench, Row, Scenario } from '../scenario.ts'
import type { SeededRoom } from './parts/seed.ts'

const ROOMS = { quick: 300, full: 1_000 }
const SIZE = 10
const SPEAKERS = 50
const BOUND_MS = 100
const CALM = 10_000
const TARGETS = {
  parley: [
    { of: 'trpc', times: 8 },
    { of: 'socket.io', times: 3 },
    { of: 'uws', times: 0.95 },
  ],
}

/** One way of being in many rooms. */
interface Way {
  readonly name: string
  /** Where the search begins, deliveries a second; 80,000 for others. */
  readonly start: Readonly<Record<string, number>>
  roomsOf(people: readonly string[], count: number): SeededRoom[]
  plan(town: Town, rooms: readonly SeededRoom[]): Promise<Plan>
  peerPlan(url: string, chat: ChatSpeech, rooms: readonly string[]): Plan | null
}

/** The first member of each room is one of those who speak, over one socket each, as with the peers. */
const EACH_IN_ONE: Way = {
  name: 'each client in one',
  start: { trpc: 15_000, 'trpc-observable': 15_000, 'socket.io': 40_000, parley: 60_000 },
  roomsOf: (people, count) =>
    Array.from({ length: count }, (_, room) => {
      // a deployment may lend us fewer people than that
      const at = (index: number) => people[index % people.length] as string
      const others = SPEAKERS + room * (SIZE - 1)
      const members = Array.from({ length: SIZE - 1 }, (_, place) => at(others + place))
      return { roomId: randomUUID(), memberIds: [at(room % SPEAKERS), ...members] }
    }),
  plan: (town, rooms) => chatPlan(town, rooms, SIZE, SPEAKERS, 'sync'),
  peerPlan: (url, chat, rooms) => peerChatPlan(url, chat, rooms, SIZE, SPEAKERS),
}

const EACH_IN_ALL: Way = {
  name: 'each client in all',
  start: {
    trpc: 25_000,
    'trpc-observable': 25_000,
    'socket.io': 80_000,
    'socket.io-uws': 200_000,
    uws: 400_000,
    parley: 100_000,
  },
  roomsOf: (people, count) =>
    Array.from({ length: count }, (_, room) => {
      const members = people.slice(0, SIZE)
      const owner = room % members.length
      return { roomId: randomUUID(), memberIds: [...members.slice(owner), ...members.slice(0, owner)] }
    }),
  plan: (town, rooms) => allRoomsPlan(town, rooms, town.people.slice(0, SIZE), SPEAKERS),
  peerPlan: (url, chat, rooms) => peerAllRoomsPlan(url, chat, rooms, SIZE, SPEAKERS),
}

export const rooms: Scenario = {
  name: 'rooms',
  question:
    'A thousand rooms of ten, each client in one and each in all: how many deliveries a second at p99 <= 100 ms?',
  peers: PEER_NAMES,
  quickPeers: ['trpc', 'socket.io', 'uws'],
  async run(bench) {
    const count = bench.quick ? ROOMS.quick : ROOMS.full
    const town = await openTown(bench, SPEAKERS + count * (SIZE - 1))
    const peers: StartedPeer[] = []
    try {
      peers.push(...(await startPeers(bench)))
      const rows: Row[] = []
      for (const way of [EACH_IN_ONE, EACH_IN_ALL])
        rows.push(...(await inTurn(bench, way, count, town, peers)))
      return rows
    } finally {
      await Promise.allSettled([town.close(), ...peers.map(({ server }) => server.stop())])
    }
  },
}

async function inTurn(
  bench: Bench,
  way: Way,
  count: number,
  town: Town,
  peers: readonly StartedPeer[],
): Promise<Row[]> {
  const what = `${count.toLocaleString('en')} rooms of ${SIZE}, ${way.name}`
  const startOf = (name: string) => (way.start[name] ?? 80_000) / SIZE
  const made = await town.makeRooms(way.roomsOf(town.people, count))
  const { pid, databasePid } = town
  const plan = () => way.plan(town, made)
  const subjects: Subject[] = [
    { server: 'parley', variant: '', plan, pid, databasePid, start: startOf('parley') },
  ]
  for (const peer of peers) {
    const { name, server } = peer
    const plan = way.peerPlan(
      server.url,
      peerNamed(name).chat,
      made.map(() => randomUUID()),
    )
    if (plan !== null) subjects.push(peerSubject(peer, startOf(name), async () => plan))
  }
  const rules: Contest = {
    bench: { ...bench, say: (line) => bench.say(`${way.name}: ${line}`) },
    boundMs: BOUND_MS,
    fixed: CALM / SIZE,
    perMessage: SIZE,
    unit: 'deliveries/s',
  }
  return rowsOf(await contest(subjects, rules), { what, contest: rules, targets: TARGETS })
}
