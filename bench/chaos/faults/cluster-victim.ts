/** `clusterVictim`: three real nodes, a probe in every shard, and what a strike on them is judged by. */
import type { NodePart } from '../../cluster/parts.ts'
import { type Cluster, type ClusterPlan, startCluster } from '../../cluster/town.ts'
import { readJournal } from '../database.ts'
import type { Measure, Strike, Tools, Victim } from '../fault.ts'
import { makeProbe, type Probe } from '../probe.ts'
import { balanced, moved, type Register, readRegister, wentBack } from '../register.ts'

export const NODES = 3
/** After so long without a beat a node is dead (engine/cluster). */
export const TTL_MS = 5_000
const BALANCED_MS_MAX = 30_000

export interface Struck {
  readonly cluster: Cluster
  readonly probe: Probe
  readonly before: Register
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
  readonly env?: Readonly<Record<string, string>>
  readonly through?: ClusterPlan['through']
  /** Takeovers are wrong here: nobody has died. */
  readonly noTakeovers?: boolean
  /** All nodes are up again when this resolves. */
  hurt(struck: Struck): Promise<Told>
  /** Ends what `through` began. */
  close?(): unknown
}

/** The cluster is up, its shards are shared out and every shard has a room when this resolves. */
export async function clusterVictim(tools: Tools, fault: ClusterFault): Promise<Victim> {
  const { say } = tools
  const plan = { nodes: NODES, dir: null, port: 0, say }
  const cluster = await startCluster({
    ...plan,
    ...(fault.env && { env: fault.env }),
    ...(fault.through && { through: fault.through }),
  })
  let probe: Probe | null = null
  const stop = async () => {
    await probe?.close()
    await cluster.stop()
    await fault.close?.()
  }
  try {
    await balanced(cluster.database.url(), NODES, BALANCED_MS_MAX)
    say(`${NODES} nodes share the shards; a room is made in each`)
    probe = await makeProbe(cluster.url, 'probe')
  } catch (error) {
    say(wordsOf(cluster))
    await stop()
    throw error
  }
  const asked = probe
  return {
    url: cluster.url,
    stop,
    lastWords: () => wordsOf(cluster),
    journal: (roomIds) => readJournal(cluster.database.url(), roomIds),
    async strike(number): Promise<Strike> {
      const before = await balanced(cluster.database.url(), NODES, BALANCED_MS_MAX)
      const told = await fault.hurt({ cluster, probe: asked, before, number, tools })
      const after = await readRegister(cluster.database.url())
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
export function turnOf({ cluster, number }: Pick<Struck, 'cluster' | 'number'>): NodePart {
  return cluster.nodes[number % NODES] as NodePart
}
