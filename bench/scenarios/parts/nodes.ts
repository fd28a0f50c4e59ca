/** `nodesOf`: a cluster of which fewer and fewer nodes run, and what CPU time its parts have taken. */
import { readRegister } from '../../chaos/register.ts'
import type { Cluster } from '../../cluster/town.ts'
import { embeddedDatabase } from '../../run/embedded-database.ts'
import { until } from '../../run/until.ts'
import { cpuMicros, familyCpuMicros } from './process-figures.ts'

/** µs. */
export interface Cpu {
  /** Of all nodes that run. */
  readonly nodes: number
  readonly nats: number
  readonly database: number
}

export interface Nodes {
  readonly databasePid: number
  /** Stops all nodes but the first `count`; resolves once these have even shares. */
  keep(count: number): Promise<void>
  urls(): readonly string[]
  pids(): readonly number[]
  /** So far; only differences mean anything, and only while the same nodes run. */
  cpu(): Promise<Cpu>
}

const SHARED_MS_MAX = 30_000
/** Of its share each node has at least that. */
const FAIR = 0.5
/** Nodes that have just come still move shards when the register is nearly even; those that go hand over at once. */
const SETTLE_MS = 2_500

export async function nodesOf({ nodes, nats, database }: Cluster): Promise<Nodes> {
  const { pid: databasePid } = await embeddedDatabase(database.dataDir)
  const running = () => nodes.filter(({ pid }) => pid !== undefined)
  const pids = () => running().flatMap(({ pid }) => pid ?? [])
  const isShared = async () => {
    const { shards } = await readRegister(database.url())
    const counts = new Map(running().map(({ name }) => [name, 0]))
    for (const { nodeId } of shards) {
      const known = counts.get(nodeId ?? '')
      if (known === undefined) return false
      counts.set(nodeId ?? '', known + 1)
    }
    return Math.min(...counts.values()) >= (shards.length / counts.size) * FAIR
  }
  return {
    databasePid,
    async keep(count) {
      for (const node of nodes.slice(count)) await node.stop()
      await until(isShared, SHARED_MS_MAX, () => `the shards are not shared by ${count} nodes`)
      if (count === nodes.length) await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
    },
    urls: () => running().map(({ url }) => url),
    pids,
    cpu: async () => ({
      nodes: await cpuMicros(pids()),
      nats: await cpuMicros(nats.pid ?? 0),
      database: await familyCpuMicros(databasePid),
    }),
  }
}
