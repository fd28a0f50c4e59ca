/** Scenario `send`: how many messages a second become durable, and what one costs in Node and in PostgreSQL. */
import { type Contest, contest, type Outcome, type Sample, type Subject } from '../load/contest.ts'
import { openTown } from '../load/open-town.ts'
import { figuresOf, rowsOf, sustained } from '../load/rows.ts'
import { peerSubject, startPeers } from '../load/start-peers.ts'
import { sendPlan } from '../load/town-plans.ts'
import { peerCallPlan } from '../peers/peer-plans.ts'
import { peerNamed } from '../peers/peers.ts'
import type { Row, Scenario, ServerUnderTest } from '../scenario.ts'
import { median } from './parts/percentile.ts'
import { spread } from './parts/seed.ts'

const CLIENTS = 100
const ROOMS = 100
const MEMBERS = 10
const BOUND_MS = 50
const TARGET_P99_MS = 25
/** Messages a second, and the p99 that is promised there. */
const CALM = { rate: 10_000, p99Ms: 10 }
/** Of the calls a second, not durable, of the official adapter. */
const OF_CALLS = 0.8
const START = { parley: 12_000, trpc: 30_000 }

export const send: Scenario = {
  name: 'send',
  question: '100 clients in 100 rooms: how many messages a second are durable and answered at p99 <= 50 ms?',
  peers: ['trpc'],
  async run(bench) {
    const town = await openTown(bench, ROOMS * MEMBERS)
    const peers: ServerUnderTest[] = []
    try {
      const rooms = await town.makeRooms(spread(town.people, MEMBERS, 1))
      const before = await town.messagesStored()
      let answered = 0
      const subject = (variant: string, plan: Subject['plan'], start: number): Subject => ({
        server: 'parley',
        variant,
        plan,
        pid: town.pid,
        databasePid: town.databasePid,
        start,
      })
      const ours = subject('', () => sendPlan(town, rooms, CLIENTS), START.parley)
      const rules: Contest = {
        bench,
        boundMs: BOUND_MS,
        fixed: CALM.rate,
        perMessage: 1,
        unit: 'acks/s',
        // counted over every load, also those that failed: what was acknowledged must be there
        seen: ({ server }, sample) => {
          if (server === 'parley') answered += sample.arrived
        },
      }
      const outcomes = await contest([ours], rules)
      const calls: Outcome[] = []
      for (const peer of await startPeers(bench)) {
        const { name, server } = peer
        peers.push(server)
        const speech = peerNamed(name).calls
        if (speech === null) continue
        const plan = async () => peerCallPlan(server.url, speech, CLIENTS)
        const subject = peerSubject(peer, START.trpc, plan)
        calls.push(
          ...(await contest([subject], { ...rules, fixed: null, unit: 'calls/s', boundMs: TARGET_P99_MS })),
        )
      }
      const stored = await town.messagesStored()
      const what = `${CLIENTS} clients, ${ROOMS} rooms`
      return [
        ...rowsOf(outcomes, { what, contest: rules, targets: {} }),
        ...rowsOf(calls, {
          what: 'for comparison: calls without a journal',
          contest: { ...rules, unit: 'calls/s', boundMs: TARGET_P99_MS },
          targets: {},
        }),
        ...targetRows(outcomes, calls, what),
        ...nothingLost(before, stored, answered),
      ]
    } finally {
      await Promise.allSettled([town.close(), ...peers.map((peer) => peer.stop())])
    }
  },
}

function targetRows(outcomes: readonly Outcome[], calls: readonly Outcome[], what: string): Row[] {
  const [ours] = outcomes
  const [theirs] = calls
  if (!ours) return []
  const best = inTime([...ours.trials, ...ours.runs])
  const rows: Row[] = []
  if (theirs) {
    const ratio = best / sustained(theirs, 1)
    rows.push({
      what: `${what}, at p99 <= ${TARGET_P99_MS} ms as a multiple of calls without a journal by trpc`,
      server: 'parley',
      value: ratio,
      unit: 'x',
      target: { says: `>= ${OF_CALLS}`, isMet: ratio >= OF_CALLS },
    })
  }
  if (ours.fixed.length > 0) {
    const isWhole = ours.fixed.every(({ arrived, expected, failed }) => arrived === expected && failed === 0)
    const p99Ms = median(ours.fixed.map(({ latency }) => latency.p99))
    rows.push({
      what: `${what}, p99 at ${CALM.rate.toLocaleString('en')} messages/s`,
      server: 'parley',
      value: p99Ms,
      unit: 'ms',
      target: { says: `<= ${CALM.p99Ms} ms`, isMet: isWhole && p99Ms <= CALM.p99Ms },
    })
  }
  const { 'server CPU µs': server, 'PostgreSQL CPU µs': database } = figuresOf(ours.runs)
  if (server !== undefined) {
    rows.push({ what: `${what}, CPU in Node`, server: 'parley', value: server, unit: 'µs/message' })
  }
  if (database !== undefined) {
    rows.push({ what: `${what}, CPU in PostgreSQL`, server: 'parley', value: database, unit: 'µs/message' })
  }
  return rows
}

/** The most that came whole with the tighter bound. */
function inTime(samples: readonly Sample[]): number {
  return Math.max(
    0,
    ...samples
      .filter((one) => one.arrived === one.expected && one.failed === 0 && one.latency.p99 <= TARGET_P99_MS)
      .map(({ achieved }) => achieved),
  )
}

/** A message that was acknowledged is in the journal. Others may be too: their answer was late or got lost. */
function nothingLost(before: number | null, stored: number | null, answered: number): Row[] {
  if (before === null || stored === null) return []
  const lost = Math.max(0, answered - (stored - before))
  return [
    {
      what: `acknowledged messages that are not in the journal, of ${answered.toLocaleString('en')}`,
      server: 'parley',
      value: lost,
      unit: 'messages',
      target: { says: '0', isMet: lost === 0 && answered > 0 },
    },
  ]
}
