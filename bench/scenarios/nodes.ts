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
const COUNTS = [8, 5, 3, 2, 1] as const
const ROOMS = 100
/** Also listeners of each room, on as many nodes as there are: every gateway is interested in every room. */
const MEMBERS = 10
const SPEAKERS = 50
const RATE = { quick: 500, full: 1_000 }
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

/** A load at the fixed rate on so many nodes. */
export interface Cost {
  readonly nodes: number
  /** µs a message, warm-up and what the nodes do without any load included. */
  readonly cpu: Cpu
  /** µs a second without any load. */
  readonly idle: Cpu
  readonly measured: Pick<Measured, 'latency' | 'generator'>
}

export const nodes: Scenario = {
  name: 'nodes',
  question:
    'What does a message cost on 1, 2, 3, 5 and 8 nodes when all of them listen to every room, and how much more do three carry than one?',
  peers: [],
  async run(bench) {
    if (bench.remote !== null) {
      bench.say('needs a cluster of its own, and is left out')
      return []
    }
    const most = Math.max(...COUNTS)
    const plan = { nodes: most, dir: null, port: 0, env: { ...WIDE, LOG_LEVEL: 'warn' }, say: bench.say }
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
  for (const count of COUNTS) {
    await running.only(count)
    costs.push(await costOf(bench, running, town, rooms))
    if (CAPACITY_COUNTS.includes(count)) capacities.push(await capacityOf(bench, running, town, rooms))
  }
  return [...costRows(costs, rateOf(bench)), ...capacityRows(capacities, availableParallelism())]
}

const rateOf = ({ quick, atMost }: Bench) =>
  Math.min(atMost ?? Number.POSITIVE_INFINITY, RATE[quick ? 'quick' : 'full'])

/** Rejects when a message did not reach everybody. */
async function costOf(bench: Bench, running: Nodes, town: Town, rooms: readonly SeededRoom[]): Promise<Cost> {
  const beforeIdle = await running.cpu()
  await new Promise((resolve) => setTimeout(resolve, IDLE_MS))
  const idle = between(beforeIdle, await running.cpu(), IDLE_MS / 1_000)
  const plan = await chatPlan(town, rooms, MEMBERS, SPEAKERS, 'sync')
  const generator = await startGenerator(acrossNodes(plan, running.urls()))
  try {
    const rate = rateOf(bench)
    // code is compiled, rooms are read
    await generator.run({ rate, warmMs: 0, seconds: 2 })
    const before = await running.cpu()
    const seconds = Math.max(SECONDS_MIN, bench.seconds)
    const measured = await generator.run({ rate, warmMs: 0, seconds })
    const cpu = between(before, await running.cpu(), measured.sent)
    const { arrived, expected, failed, latency } = measured
    const count = running.urls().length
    if (arrived !== expected || failed > 0) {
      throw new Error(`${count} nodes: ${expected - arrived} of ${expected} are missing, ${failed} failed`)
    }
    bench.say(`${count} nodes: ${Math.round(sum(cpu))} µs a message, p99 ${latency.p99.toFixed(1)} ms`)
    return { nodes: count, cpu, idle, measured }
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
    quick: bench.quick,
    seconds: bench.seconds,
    atMost: bench.atMost,
    say: bench.say,
    boundMs: BOUND_MS,
    fixed: [],
    perMessage: 1,
    unit: 'acks/s',
  }
  const subject = {
    server: 'parley',
    variant: `${count} node${count === 1 ? '' : 's'}`,
    plan: async () => acrossNodes(await sendPlan(town, rooms, CLIENTS), running.urls()),
    pid: running.pids(),
    databasePid: running.databasePid,
    start: START,
  }
  const [outcome] = await contest([subject], rules)
  return outcome as Outcome
}

/** Neighbours in a plan go to different nodes, and so do the listeners of a room. */
export function acrossNodes(plan: Plan, urls: readonly string[]): Plan {
  const sockets = plan.sockets.map((socket, index) => ({
    ...socket,
    url: urls[index % urls.length] as string,
  }))
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

export function costRows(costs: readonly Cost[], rate: number): Row[] {
  const ordered = [...costs].sort((one, other) => one.nodes - other.nodes)
  const of = (nodes: number) => ordered.find((cost) => cost.nodes === nodes)
  const server = 'parley'
  const unit = 'CPU µs/message'
  const rows = ordered.map(
    ({ nodes, cpu, idle, measured: { latency, generator } }): Row => ({
      what: `${nodes} node${nodes === 1 ? '' : 's'}, ${rate.toLocaleString('en')} messages/s to ${MEMBERS} listeners each`,
      server,
      value: sum(cpu),
      unit,
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
    }),
  )
  const parts = ordered.flatMap(({ nodes, cpu }): Row[] => {
    const name = `${nodes} node${nodes === 1 ? '' : 's'}`
    return [
      { what: `${name}, in the nodes`, server, value: cpu.nodes, unit },
      { what: `${name}, in nats-server`, server, value: cpu.nats, unit },
      { what: `${name}, in PostgreSQL`, server, value: cpu.database, unit },
    ]
  })
  const [two, eight] = [of(2), of(8)]
  if (two === undefined || eight === undefined) return [...rows, ...parts]
  const ratio = sum(eight.cpu) / sum(two.cpu)
  const target = { says: `<= ${RATIO_MAX}`, isMet: ratio <= RATIO_MAX }
  const note = `${ROOMS} rooms; the listeners of each are on all nodes, so a message of eight nodes crosses to seven`
  return [
    ...rows,
    ...parts,
    { what: 'CPU of a message, eight nodes to two', server, value: ratio, unit: 'x', target, note },
  ]
}

/** Three nodes first, then one. */
export function capacityRows(outcomes: readonly Outcome[], cores: number): Row[] {
  const rows = outcomes.map(
    (outcome): Row => ({
      what: `${CLIENTS} clients send, ${outcome.subject.variant}`,
      server: 'parley',
      value: sustained(outcome),
      unit: 'acks/s',
      figures: figuresOf(outcome.runs),
      note: outcome.fault ?? coresUsed(outcome, cores),
    }),
  )
  const [three, one] = outcomes
  if (three === undefined || one === undefined || sustained(one) === 0) return rows
  const ratio = sustained(three) / sustained(one)
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
