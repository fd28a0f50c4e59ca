/** Scenario `rooms`: a thousand rooms of ten, so that every socket gets little and the sum is large. */
import { randomUUID } from 'node:crypto'
import { type Contest, contest, type Subject } from '../load/contest.ts'
import { openTown } from '../load/open-town.ts'
import { rowsOf } from '../load/rows.ts'
import { startPeers } from '../load/start-peers.ts'
import { chatPlan } from '../load/town-plans.ts'
import { peerChatPlan } from '../peers/peer-plans.ts'
import { peerNamed } from '../peers/peers.ts'
import type { Bench, Row, Scenario, ServerUnderTest } from '../scenario.ts'
import { spread } from './parts/seed.ts'

const ROOMS = { quick: 300, full: 1_000 }
const SIZE = 10
const SPEAKERS = 50
const BOUND_MS = 100
const CALM = 10_000
const START: Readonly<Record<string, number>> = {
  trpc: 15_000,
  'trpc-observable': 15_000,
  'socket.io': 40_000,
  parley: 80_000,
}

export const rooms: Scenario = {
  name: 'rooms',
  question: 'A thousand rooms of ten: how many deliveries a second at p99 <= 100 ms?',
  peers: [
    'trpc',
    'trpc-observable',
    'socket.io',
    'socket.io-uws',
    'ws',
    'uws',
    'uws-send',
    'nats',
    'mosquitto',
  ],
  quickPeers: ['trpc', 'socket.io', 'uws'],
  async run(bench) {
    const count = bench.quick ? ROOMS.quick : ROOMS.full
    const each = await inTurn(bench, count)
    return each
  },
}

async function inTurn(bench: Bench, count: number): Promise<Row[]> {
  const what = `${count.toLocaleString('en')} rooms of ${SIZE}`
  const town = await openTown(bench, count * SIZE)
  const peers: ServerUnderTest[] = []
  try {
    const made = await town.makeRooms(spread(town.people, SIZE, 1))
    const subjects: Subject[] = [
      {
        server: 'parley',
        variant: '',
        plan: () => chatPlan(town, made, SIZE, SPEAKERS, 'sync'),
        pid: town.pid,
        databasePid: town.databasePid,
        start: (START.parley as number) / SIZE,
      },
    ]
    for (const { name, server } of await startPeers(bench)) {
      peers.push(server)
      const { chat } = peerNamed(name)
      const names = made.map(() => randomUUID())
      subjects.push({
        server: name,
        variant: '',
        plan: async () => peerChatPlan(server.url, chat, names, SIZE, SPEAKERS),
        pid: server.pid,
        databasePid: null,
        start: (START[name] ?? 80_000) / SIZE,
      })
    }
    const rules: Contest = {
      quick: bench.quick,
      seconds: bench.seconds,
      atMost: bench.atMost,
      say: bench.say,
      boundMs: BOUND_MS,
      fixed: [CALM / SIZE],
      perMessage: SIZE,
      unit: 'deliveries/s',
    }
    const targets = {
      parley: [
        { of: 'trpc', times: 8 },
        { of: 'socket.io', times: 3 },
        { of: 'uws', times: 0.95 },
      ],
    }
    return rowsOf(await contest(subjects, rules), { what, contest: rules, targets })
  } finally {
    await Promise.allSettled([town.close(), ...peers.map((peer) => peer.stop())])
  }
}
