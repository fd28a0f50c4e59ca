/** `startWorld`: the nodes under a test: one, or with PARLEY_WORLD=cluster three on one database and one nats-server. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '../host/config.ts'
import { readConfig } from '../host/config.ts'
import { must } from '../kernel/assert.ts'
import { SHARD_COUNT } from '../kernel/shard.ts'
import { type ParleyNode, startNode } from '../node.ts'
import { type NatsServer, startNatsServer } from './nats-server.ts'

const CLUSTER = ['a', 'b', 'c']
const LOOK_MS = 5

/** Where calls may go: all that is in one process and shares one history. */
export interface World {
  /** The first is the one that a test holds in its hands. */
  readonly nodes: readonly ParleyNode[]
  /** Stops the nodes together, as the end of a test does, not one after another as a deployment does. */
  stop(): Promise<void>
}

/** Names of the nodes of this world; null: the only one, which needs none. */
export function namesOfNodes(): readonly (string | null)[] {
  return process.env.PARLEY_WORLD === 'cluster' ? CLUSTER : [null]
}

/** Resolves once every shard is served; in a cluster, once every node has a share and knows that of the others. */
export async function startWorld(config: Config, ports: readonly number[] = []): Promise<World> {
  const names = namesOfNodes()
  const nats = names.length > 1 ? await startNatsServer() : null
  const nodes: ParleyNode[] = []
  const stop = async () => {
    await Promise.all(nodes.map((node) => node.stop()))
    await nats?.close()
  }
  const start = async (nodeId: string | null, index: number) => {
    const mine = { ...config, nodeId, nats: natsOf(nats), port: ports[index] ?? config.port }
    nodes[index] = await startNode(mine, (why) => {
      throw new Error(`fenced in a test: ${why}`)
    })
  }
  const [first, ...others] = names
  try {
    // it migrates the database, and the others would only wait for it
    await start(first as string | null, 0)
    await Promise.all(others.map((name, index) => start(name, index + 1)))
    if (others.length > 0) await shared(nodes)
    return { nodes, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Gives what is handed in one after another, from the first on. */
export function inTurn<Item>(items: readonly Item[]): () => Item {
  let turn = 0
  return () => must(items[turn++ % items.length], 'something to take')
}

function natsOf(server: NatsServer | null): Config['nats'] {
  return server === null ? null : readConfig({ NATS_URL: `nats://127.0.0.1:${server.port}` }).nats
}

/** Waits until all agree on who owns what, and nobody owns less than half of a fair share. */
async function shared(nodes: readonly ParleyNode[]): Promise<void> {
  const isShared = () => {
    const counts = new Map(nodes.map(({ directory }) => [directory.nodeId, 0]))
    for (let shard = 0; shard < SHARD_COUNT; shard++) {
      const owners = new Set(nodes.map(({ directory }) => directory.ownerOf(shard)?.nodeId))
      const [owner] = owners
      if (owners.size !== 1 || owner === undefined) return false
      counts.set(owner, (counts.get(owner) ?? 0) + 1)
    }
    return Math.min(...counts.values()) >= SHARD_COUNT / nodes.length / 2
  }
  while (!isShared()) await sleep(LOOK_MS)
}
