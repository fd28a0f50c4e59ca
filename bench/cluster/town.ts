/** `startCluster`: PostgreSQL, nats-server and N nodes behind one address, on this machine, ended in order. */
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ServerPart } from '../run/server-part.ts'
import { type Balancer, startBalancer } from './balancer.ts'
import { type Database, databasePart, type NatsPart, natsPart, nodePart } from './parts.ts'

export interface ClusterPlan {
  readonly nodes: number
  /** Where data and logs are kept; null: a temporary folder that `stop` removes. */
  readonly dir: string | null
  /** Of the one address; 0: any free one. */
  readonly port: number
  /** Settings of every node beside the usual. */
  readonly env?: Readonly<Record<string, string>>
  /** What stands between a node and the others, so that it can be cut off: the address it is given instead. */
  readonly through?: (
    nodeId: string,
    urls: { database: string; nats: string },
  ) => Promise<{ database: string; nats: string }>
  say(line: string): void
}

export interface Cluster {
  readonly url: string
  readonly dir: string
  readonly database: Database
  readonly nats: NatsPart
  readonly nodes: readonly ServerPart[]
  readonly balancer: Balancer
  /** Nodes first, then what they stand on. */
  stop(): Promise<void>
}

/** Rejects with the last words of what did not start; then nothing is left running. */
export async function startCluster(plan: ClusterPlan): Promise<Cluster> {
  const { say, through = async (_nodeId, urls) => urls } = plan
  const dir = plan.dir ?? (await mkdtemp(join(tmpdir(), 'parley-cluster-')))
  await mkdir(dir, { recursive: true })
  // PostgreSQL runs under another account when we are root, and must be able to pass through
  await chmod(dir, 0o711)
  const database = databasePart(join(dir, 'data'), join(dir, 'postgres.log'))
  const nats = await natsPart(join(dir, 'nats.log'))
  const nodes: ServerPart[] = []
  let balancer: Balancer | null = null
  const stop = async () => {
    balancer?.close()
    await Promise.allSettled(nodes.map((node) => node.stop()))
    await Promise.allSettled([nats.stop(), database.stop()])
    if (plan.dir === null) await rm(dir, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    await Promise.all([database.start(), nats.start()])
    say(`PostgreSQL and ${nats.url} are up`)
    for (let number = 1; number <= plan.nodes; number++) {
      const nodeId = `node-${number}`
      const urls = await through(nodeId, { database: database.url(), nats: nats.url })
      const env = plan.env ?? {}
      nodes.push(await nodePart({ nodeId, databaseUrl: urls.database, natsUrl: urls.nats, dir, env }))
    }
    // the first one migrates the database; the others would only wait for it
    await nodes[0]?.start()
    await Promise.all(nodes.slice(1).map((node) => node.start()))
    balancer = await startBalancer(
      nodes.map((node) => ({ name: node.name, port: node.port, isReady: node.isReady })),
      plan.port,
    )
    return { url: `http://127.0.0.1:${balancer.port}`, dir, database, nats, nodes, balancer, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
