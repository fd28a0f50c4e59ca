/** Scenario `nodes`: what a message costs on one to eight nodes, and how much more three can carry than one. */
import { availableParallelism } from 'node:os'
import { startCluster } from '../cluster/town.ts'
import { type Contest, contest, type Outcome } from '../load/contest.ts'
import { startGenerator } from '../load/drive.ts'
import type { Measured, Plan } from '../load/plan.ts'
import { figuresOf, sustained } from '../load/rows.ts'
import { seededTown, type Town } from '../load/town.ts'
import { chatPlan, sendPlan } from '../load/town-plans.ts'
import { WIDE } from '../run/parley.ts'
import type { Bench, Row, Scenario } from '../scenario.ts'
import { type Cpu, type Nodes, nodesOf } from './parts/nodes.ts'
import { type SeededRoom, spread } from './parts/seed.ts'

/** From many to few: nodes that stay are warm, and the rows that a load leaves are there for all. */
const COUNTS = { quick: [8, 3, 2, 1], full: [8, 5, 3, 2, 1] }
const MOST = Math.max(...COUNTS.full)
const ROOMS = 100
/** Also listeners of each room. */
const MEMBERS = 10
const SPEAKERS = 50
/** Eight nodes must be far from the limit of two cores, or full batches make them look cheap. */
const RATE = 400
/**
 * Before the first load, on all nodes: else the few that are left at the end have done more than the many at the start,
 * and their code is compiled. It was not what makes many nodes dear: eight cost 2.44 times two without it, 2.38 with it.
 */
const WARM = [
  { rate: 4_000, what: 'send' },
  { rate: 1_000, what: 'chat' },
] as const
const WARM_SECONDS = { quick: 4, full: 20 }
/** CPU is counted in hundredths of a second: less than this would be counted badly. */
const SECONDS_MIN = 4
const IDLE_MS = 2_000
const RATIO_MAX = 1.3
/** Senders of the question how much three nodes carry. */
const CLIENTS = 100
const BOUND_MS = 50
const START = 6_000
const CAPACITY_COUNTS: readonly number[] = [3, 1]
const TIMES_MIN = 1.5

/** On how many nodes the listeners of one room are, at most: what a large room has, and what a small one has. */
const GATEWAYS = { all: MOST, two: 2 } as const
export type Interest = keyof typeof GATEWAYS

/** A load at the fixed rate on so many nodes. */
export interface Cost {
  readonly nodes: number
  readonly interest: Interest
  /** µs a message, warm-up and what the nodes do without any load included. */
  readonly cpu: Cpu
  /** µs a second without any load. */
  readonly idle: Cpu
  readonly measured: Pick<Measured, 'latency' | 'generator'>
}

export const nodes: Scenario = {
  name: 'nodes',
  question: 'What does a message cost on 1, 2, 3, 5 and 8 nodes, and how much more do three carry than one?',
  peers: [],
  async run(bench) {
    if (bench.remote !== null) {
      bench.say('needs a cluster of its own, and is left out')
      return []
    }
    const plan = { nodes: MOST, dir: null, port: 0, env: { ...WIDE, LOG_LEVEL: 'warn' }, say: bench.say }
    const cluster = await startCluster(plan)
    try {
      const running = await nodesOf(cluster)
      const [first] = cluster.nodes
      const server = {
        url: first?.url ?? '',
        pid: first?.pid ?? 0,
        databaseUrl: cluster.database.url(),
        databasePid: running.databasePid,
        stop: async () => {},
      }
      const town = await seededTown(server, ROOMS * MEMBERS)
      try {
        const rooms = await town.makeRooms(spread(town.people, MEMBERS, 1))
        return await measureAll(bench, running, town, rooms)
      } finally {
        await town.close()
      }
    } finally {
      await cluster.stop()
    }
  },
}

async function measureAll(
  bench: Bench,
  running: Nodes,
  town: Town,
  rooms: readonly SeededRoom[],
): Promise<Row[]> {
  const costs: Cost[] = []
  const capacities: Outcome[] = []
  for (const count of COUNTS[bench.quick ? 'quick' : 'full']) {
    await running.keep(count)
    if (costs.length === 0) await warm(bench, running, town, rooms)
    const before = await running.cpu()
    await new Promise((resolve) => setTimeout(resolve, IDLE_MS))
    const idle = between(before, await running.cpu(), IDLE_MS / 1_000)
    for (const interest of ['all', 'two'] as const) {
      const plan = acrossNodes(
        await chatPlan(town, rooms, MEMBERS, SPEAKERS, 'sync'),
        running.urls(),
        interest,
      )
      costs.push({ interest, idle, ...(await costOf(bench, running, plan)) })
    }
    if (CAPACITY_COUNTS.includes(count)) capacities.push(await capacityOf(bench, running, town, rooms))
  }
  return [...costRows(costs, rateOf(bench)), ...capacityRows(capacities, availableParallelism())]
}

const rateOf = ({ atMost = RATE }: Bench) => Math.min(atMost, RATE)

/** What comes late or not at all here is nobody's concern. */
async function warm(bench: Bench, running: Nodes, town: Town, rooms: readonly SeededRoom[]): Promise<void> {
  const seconds = WARM_SECONDS[bench.quick ? 'quick' : 'full']
  for (const { rate, what } of WARM) {
    const plan =
      what === 'send' ? sendPlan(town, rooms, CLIENTS) : chatPlan(town, rooms, MEMBERS, SPEAKERS, 'sync')
    const generator = await startGenerator(acrossNodes(await plan, running.urls(), 'all'))
    try {
      await generator.run({ rate: Math.min(rate, bench.atMost ?? rate), warmMs: 0, seconds })
    } finally {
      await generator.stop()
    }
  }
}

/** Rejects when a message did not reach everybody. */
async function costOf(
  bench: Bench,
  running: Nodes,
  plan: Plan,
): Promise<Pick<Cost, 'nodes' | 'cpu' | 'measured'>> {
  const generator = await startGenerator(plan)
  try {
    const rate = rateOf(bench)
    await generator.run({ rate, warmMs: 0, seconds: 1 })
    const before = await running.cpu()
    const seconds = Math.max(SECONDS_MIN, bench.seconds)
    const measured = await generator.run({ rate, warmMs: 0, seconds })
    const cpu = between(before, await running.cpu(), measured.sent)
    const { arrived, expected, failed, latency } = measured
    const count = running.urls().length
    if (arrived !== expected || failed > 0) {
      throw new Error(`${count} nodes: ${expected - arrived} of ${expected} are missing, ${failed} failed`)
    }
    const parts = [cpu.nodes, cpu.nats, cpu.database].map(Math.round).join(' + ')
    bench.say(`${count} nodes: ${parts} µs a message, p99 ${latency.p99.toFixed(1)} ms`)
    return { nodes: count, cpu, measured }
  } finally {
    await generator.stop()
  }
}

async function capacityOf(
  bench: Bench,
  running: Nodes,
  town: Town,
  rooms: readonly SeededRoom[],
): Promise<Outcome> {
  const count = running.urls().length
  const rules: Contest = {
    bench,
    boundMs: BOUND_MS,
    fixed: null,
    perMessage: 1,
    unit: 'acks/s',
  }
  const subject = {
    server: 'parley',
    variant: `${count} node${count === 1 ? '' : 's'}`,
    plan: async () => acrossNodes(await sendPlan(town, rooms, CLIENTS), running.urls(), 'all'),
    pid: running.pids(),
    databasePid: running.databasePid,
    start: START,
  }
  const [outcome] = await contest([subject], rules)
  return outcome as Outcome
}

/** Neighbours in a plan go to different nodes, and so do the listeners of a room, up to what `interest` says. */
export function acrossNodes(plan: Plan, urls: readonly string[], interest: Interest): Plan {
  const sockets = plan.sockets.map((socket, index) => {
    const room = Math.floor(index / MEMBERS)
    const node = socket.counts === 'deliveries' ? room + (index % GATEWAYS[interest]) : index
    return { ...socket, url: urls[node % urls.length] as string }
  })
  return { ...plan, sockets }
}

const sum = ({ nodes, nats, database }: Cpu) => nodes + nats + database

function between(before: Cpu, after: Cpu, by: number): Cpu {
  return {
    nodes: (after.nodes - before.nodes) / by,
    nats: (after.nats - before.nats) / by,
    database: (after.database - before.database) / by,
  }
}

/** Of both kinds of interest: a row for each number of nodes, then the ratio. */
export function costRows(costs: readonly Cost[], rate: number): Row[] {
  return (['all', 'two'] as const).flatMap((interest) => {
    const ordered = costs
      .filter((cost) => cost.interest === interest)
      .sort((one, other) => one.nodes - other.nodes)
    return [...ordered.map((cost) => costRow(cost, rate)), ...ratioRow(ordered, interest)]
  })
}

const WHERE_HEARD = { all: 'rooms heard on all nodes', two: 'rooms heard on two nodes' } as const

function costRow({ nodes, interest, cpu, idle, measured: { latency, generator } }: Cost, rate: number): Row {
  return {
    what: `${nodes} node${nodes === 1 ? '' : 's'}, ${WHERE_HEARD[interest]}`,
    server: 'parley',
    value: sum(cpu),
    unit: 'CPU µs/message',
    note: `${rate} messages/s, each to ${MEMBERS} listeners`,
    figures: {
      'nodes CPU µs': cpu.nodes,
      'nats-server CPU µs': cpu.nats,
      'PostgreSQL CPU µs': cpu.database,
      // what beats, looks and digests take whether or not anybody speaks
      'of it idle, µs': sum(idle) / rate,
      'p50 ms': latency.p50,
      'p99 ms': latency.p99,
      'generator CPU': generator.cpu,
    },
  }
}

function ratioRow(costs: readonly Cost[], interest: Interest): Row[] {
  const [two, eight] = [2, 8].map((nodes) => costs.find((cost) => cost.nodes === nodes))
  if (two === undefined || eight === undefined) return []
  const ratio = sum(eight.cpu) / sum(two.cpu)
  return [
    {
      what: `CPU of a message, eight nodes to two, ${WHERE_HEARD[interest]}`,
      server: 'parley',
      value: ratio,
      unit: 'x',
      target: { says: `<= ${RATIO_MAX}`, isMet: ratio <= RATIO_MAX },
    },
  ]
}

/** Three nodes first, then one. */
export function capacityRows(outcomes: readonly Outcome[], cores: number): Row[] {
  const rows = outcomes.map(
    (outcome): Row => ({
      what: `${CLIENTS} clients send, ${outcome.subject.variant}`,
      server: 'parley',
      value: sustained(outcome, 1),
      unit: 'acks/s',
      figures: figuresOf(outcome.runs),
      note: outcome.fault ?? coresUsed(outcome, cores),
    }),
  )
  const [three, one] = outcomes
  if (three === undefined || one === undefined || sustained(one, 1) === 0) return rows
  const ratio = sustained(three, 1) / sustained(one, 1)
  const target = { says: `>= ${TIMES_MIN} where cores allow`, isMet: ratio >= TIMES_MIN }
  const note = `limited by: ${coresUsed(three, cores)} with three nodes; ${coresUsed(one, cores)} with one`
  return [
    ...rows,
    { what: 'send, three nodes to one', server: 'parley', value: ratio, unit: 'x', target, note },
  ]
}

/** Where the cores of the machine went at the highest rate that was held. */
function coresUsed(outcome: Outcome, cores: number): string {
  const run = outcome.runs[0]
  if (run === undefined) return 'no rate was held'
  const used = [
    ['nodes', (run.serverUs * run.achieved) / 1e6],
    ['PostgreSQL', (run.databaseUs * run.achieved) / 1e6],
    ['the generator', run.generator.cpu],
  ] as const
  const all = used.reduce((total, [, value]) => total + value, 0)
  const parts = used.map(([name, value]) => `${name} ${value.toFixed(2)}`).join(', ')
  return `${all.toFixed(2)} of ${cores} cores (${parts}; nats-server and the kernel beside them)`
}
