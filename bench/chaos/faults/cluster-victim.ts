/** `clusterVictim`: three real nodes, a probe in every shard, and what a strike on them is judged by. */
import { startTcpProxy, type TcpProxy } from '../../../engine/testing/tcp-proxy.ts'
import { type Cluster, type ClusterPlan, startCluster } from '../../cluster/town.ts'
import type { ServerPart } from '../../run/server-part.ts'
import { readJournal } from '../database.ts'
import type { Fault, Measure, Strike, Tools, Victim } from '../fault.ts'
import { makeProbe, type Probe } from '../probe.ts'
import { balanced, moved, type Register, readRegister, wentBack } from '../register.ts'

export const NODES = 3
/** After so long without a beat a node is dead (engine/cluster). */
export const TTL_MS = 5_000
const BALANCED_MS_MAX = 30_000
/** The probe asks all shards again every 50 ms on one socket: limits that are meant for people would slow it down. */
const LIMITS = { CALLS_PER_SECOND_SOCKET: '100000', CALLS_PER_SECOND_PERSON: '100000' }

export interface Struck {
  readonly cluster: Cluster
  readonly probe: Probe
  readonly before: Register
  /** Of the database that is the truth now. */
  readonly databaseUrl: string
  /** By node id, when the fault asked for wires. */
  readonly wires: ReadonlyMap<string, TcpProxy>
  readonly number: number
  readonly tools: Tools
}

/** What a strike says of itself; the rest is asked of the register. */
export interface Told {
  readonly struckAt: number
  readonly healedAt: number
  readonly measures: readonly Measure[]
  readonly idle: string | null
}

export interface ClusterFault {
  /** Where data and logs are kept, and left behind; a temporary folder without. */
  readonly dir?: string
  readonly env?: Readonly<Record<string, string>>
  readonly through?: ClusterPlan['through']
  /** Each node reaches this over a wire of its own, which can be cut. */
  readonly wires?: 'nats' | 'database'
  /** Where the truth is, when that is not the database that the cluster began with. */
  readonly databaseUrl?: () => string | null
  /** Takeovers are wrong here: nobody has died. */
  readonly noTakeovers?: boolean
  /** All nodes are up again when this resolves. */
  hurt(struck: Struck): Promise<Told>
  /** Ends what `through` or `hurt` began. */
  close?(): unknown
}

/** A cluster that is up. */
export interface World {
  readonly cluster: Cluster
  readonly probe: Probe
  readonly wires: ReadonlyMap<string, TcpProxy>
  stop(): Promise<void>
}

/** A fault whose victim is a cluster, its own or one that is up already. */
export interface FaultOnCluster extends Fault {
  /** Stopping this victim leaves the world as it is. */
  victimIn(world: World, tools: Tools): Victim
}

export function onCluster(fault: Omit<Fault, 'prepare'> & ClusterFault): FaultOnCluster {
  return {
    ...fault,
    prepare: (tools) => clusterVictim(tools, fault),
    victimIn: (world, tools) => victimIn(world, tools, fault),
  }
}

/** The cluster is up, its shards are shared out and every shard has a room when this resolves. */
export async function clusterVictim(tools: Tools, fault: ClusterFault): Promise<Victim> {
  const world = await clusterWorld(tools, fault)
  return {
    ...victimIn(world, tools, fault),
    async stop() {
      await world.stop()
      await fault.close?.()
    },
  }
}

export async function clusterWorld(
  { say }: Tools,
  { dir, env, through, wires: wired }: Pick<ClusterFault, 'dir' | 'env' | 'through' | 'wires'>,
): Promise<World> {
  const wires = new Map<string, TcpProxy>()
  const overWires: ClusterPlan['through'] = async (nodeId, urls) => {
    if (wired === undefined) return urls
    const url = new URL(urls[wired])
    const wire = await startTcpProxy(Number(url.port))
    wires.set(nodeId, wire)
    url.port = String(wire.port)
    return { ...urls, [wired]: url.href }
  }
  const cluster = await startCluster({
    nodes: NODES,
    dir: dir ?? null,
    port: 0,
    env: { ...LIMITS, ...env },
    through: through ?? overWires,
    say,
  })
  let probe: Probe | null = null
  const stop = async () => {
    await probe?.close()
    await cluster.stop()
    await Promise.all([...wires.values()].map((wire) => wire.close()))
  }
  try {
    await balanced(cluster.database.url(), NODES, BALANCED_MS_MAX)
    say(`${NODES} nodes share the shards; a room is made in each`)
    probe = await makeProbe(cluster.url, 'probe')
    return { cluster, probe, wires, stop }
  } catch (error) {
    say(wordsOf(cluster))
    await stop()
    throw error
  }
}

function victimIn(world: World, tools: Tools, fault: ClusterFault): Victim {
  const { cluster } = world
  const databaseUrl = () => fault.databaseUrl?.() ?? cluster.database.url()
  return {
    url: cluster.url,
    stop: async () => undefined,
    lastWords: () => wordsOf(cluster),
    journal: (roomIds) => readJournal(databaseUrl(), roomIds),
    async strike(number): Promise<Strike> {
      const before = await balanced(databaseUrl(), NODES, BALANCED_MS_MAX)
      const told = await fault.hurt({ ...world, before, databaseUrl: databaseUrl(), number, tools })
      const after = await readRegister(databaseUrl())
      const takeovers = moved(before, after)
      const { struckAt, healedAt, measures, idle } = told
      return {
        at: struckAt,
        healedAt,
        idle,
        measures: [
          ...measures,
          { name: 'terms that went back', value: wentBack(before, after), unit: '', atMost: 0 },
          { name: 'shards that moved', value: takeovers, unit: '', atMost: fault.noTakeovers ? 0 : null },
        ],
      }
    },
  }
}

function wordsOf({ nodes, nats, database }: Cluster): string {
  return [...nodes, nats, database].map((part) => `--- ${part.name}\n${part.lastWords()}`).join('\n')
}

/** The longest time until one of the shards was served, as a measure. */
export function gap(name: string, ms: readonly number[], atMost: number | null): Measure {
  return { name, value: Math.max(0, ...ms), unit: 'ms', atMost }
}

/** Victims take turns. */
export function turnOf({ cluster, number }: Pick<Struck, 'cluster' | 'number'>): ServerPart {
  return cluster.nodes[number % NODES] as ServerPart
}
