/** Scenario `fanout`: how many deliveries a second does one room make? */
import { randomUUID } from 'node:crypto'
import { type Contest, contest, type Subject } from '../load/contest.ts'
import { openTown } from '../load/open-town.ts'
import { type RatioTarget, rowsOf } from '../load/rows.ts'
import { peerSubject, startPeers } from '../load/start-peers.ts'
import { chatPlan, type Following } from '../load/town-plans.ts'
import { peerChatPlan } from '../peers/peer-plans.ts'
import { PEER_NAMES, peerNamed } from '../peers/peers.ts'
import type { Bench, Row, Scenario, ServerUnderTest } from '../scenario.ts'

const SPEAKERS = 50
const BOUND_MS = 100
/** Deliveries a second at which latencies are compared: every server here can do it. */
const CALM = 10_000
/** Where the search begins, deliveries a second: near what was measured once, so that few trials are needed. */
const START: Readonly<Record<string, number>> = {
  parley: 1_500_000,
  trpc: 25_000,
  'trpc-observable': 25_000,
  'socket.io': 80_000,
  'socket.io-uws': 600_000,
  ws: 120_000,
  uws: 600_000,
  'uws-send': 200_000,
  nats: 150_000,
  mosquitto: 120_000,
}

const OUR_LINK: readonly RatioTarget[] = [
  { of: 'trpc', times: 200 },
  { of: 'socket.io', times: 60 },
  { of: 'socket.io-uws', times: 2 },
  { of: 'uws', times: 1.5 },
]
const PLAIN_CLIENT: readonly RatioTarget[] = [{ of: 'trpc', times: 100 }]

/** The same question for rooms of other sizes. The smallest is also asked with the ids of a plain client. */
export function fanoutOf(sizes: readonly number[]): Scenario {
  return {
    name: 'fanout',
    question: `One room, ${sizes.map((size) => size.toLocaleString('en')).join(' and ')} subscribers: how many deliveries a second at p99 <= ${BOUND_MS} ms?`,
    peers: PEER_NAMES,
    quickPeers: ['trpc', 'socket.io', 'socket.io-uws', 'uws'],
    async run(bench) {
      const rows: Row[] = []
      for (const size of sizes) rows.push(...(await oneSize(bench, size, size === Math.min(...sizes))))
      return rows
    },
  }
}

export const fanout: Scenario = fanoutOf([500, 5_000])

async function oneSize(bench: Bench, subscribers: number, withPlainClient: boolean): Promise<Row[]> {
  const what = `${subscribers.toLocaleString('en')} subscribers`
  const town = await openTown(bench, subscribers)
  const peers: ServerUnderTest[] = []
  try {
    const [room] = await town.makeRooms([{ roomId: randomUUID(), memberIds: town.people.slice(0, 5_000) }])
    const rooms = room ? [room] : []
    const ours = (following: Following): Subject => ({
      server: 'parley',
      variant: following === 'sync' ? '' : following,
      plan: () => chatPlan(town, rooms, subscribers, SPEAKERS, following),
      pid: town.pid,
      databasePid: town.databasePid,
      start: (START.parley as number) / subscribers,
    })
    const subjects = [ours('sync'), ...(withPlainClient ? [ours('tRPC ids')] : [])]
    for (const peer of await startPeers(bench)) {
      const { name, server } = peer
      peers.push(server)
      const { chat } = peerNamed(name)
      const plan = async () => peerChatPlan(server.url, chat, [randomUUID()], subscribers, SPEAKERS)
      subjects.push(peerSubject(peer, (START[name] ?? 50_000) / subscribers, plan))
    }
    const rules: Contest = {
      bench: { ...bench, say: (line) => bench.say(`${what}: ${line}`) },
      boundMs: BOUND_MS,
      fixed: CALM / subscribers,
      perMessage: subscribers,
      unit: 'deliveries/s',
    }
    const outcomes = await contest(subjects, rules)
    const targets = { parley: OUR_LINK, 'parley/tRPC ids': PLAIN_CLIENT }
    return [...rowsOf(outcomes, { what, contest: rules, targets, calmAs: 'uws' })]
  } finally {
    await Promise.allSettled([town.close(), ...peers.map((peer) => peer.stop())])
  }
}
