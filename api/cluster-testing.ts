/** `startTown`: real processes of Parley on one PostgreSQL and one nats-server, to be killed and frozen. For tests. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import pg from 'pg'
import { SHARD_COUNT } from '../engine/kernel/shard.ts'
import { withDatabase } from '../engine/store/testing.ts'
import { type NatsServer, startNatsServer } from '../engine/testing/nats-server.ts'

export interface TownNode {
  readonly name: string
  readonly url: string
  readonly process: ChildProcess
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>
}

export interface Town {
  readonly nats: NatsServer
  /** Starts a node and waits until it says where it is. */
  node(name: string): Promise<TownNode>
  /** How many shards each node has that the register calls alive, and how many nobody has (under ''). */
  shards(): Promise<ReadonlyMap<string, number>>
  /** Resolves, with how long it took, once these nodes have all shards and each a fair share. */
  shared(...nodes: TownNode[]): Promise<number>
  query(sql: string): Promise<readonly unknown[]>
  stop(): Promise<void>
}

const LOOK_MS = 5
/** A share far smaller says that rendezvous is not what decides. */
const FAIR = 0.5

export async function startTown(): Promise<Town> {
  const [database, nats] = await Promise.all([withDatabase(), startNatsServer()])
  const admin = new pg.Client({ connectionString: database.url })
  await admin.connect()
  const nodes: TownNode[] = []
  // a test process that fails to end well must not leave nodes behind
  process.once('exit', () => {
    for (const node of nodes) node.process.kill('SIGKILL')
  })

  async function node(name: string): Promise<TownNode> {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
      // no .env of a developer is found from here
      cwd: join(import.meta.dirname, 'auth'),
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        PORT: '0',
        NODE_ID: name,
        ADDRESS: `http://${name}.example.org`,
        DATABASE_URL: database.url,
        NATS_URL: `nats://127.0.0.1:${nats.port}`,
        LOG_LEVEL: 'warn',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const ended = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | string)
    let said = ''
    const url = await new Promise<string>((resolve, reject) => {
      const hear = (chunk: Buffer) => {
        said = (said + chunk.toString()).slice(-20_000)
        const address = /Parley is at (http:\S+)/.exec(said)?.[1]
        if (address !== undefined) resolve(address)
      }
      child.stdout.on('data', hear)
      child.stderr.on('data', hear)
      void ended.then(() => reject(new Error(`${name} ended before it was ready: ${said}`)))
    })
    const started: TownNode = { name, url, process: child, ended }
    nodes.push(started)
    return started
  }

  async function shards(): Promise<ReadonlyMap<string, number>> {
    const { rows } = await admin.query<{ name: string; shards: number }>(
      `SELECT coalesce(n.node_id, '') AS name, count(*)::int AS shards
       FROM shard s LEFT JOIN node n
         ON n.node_id = s.node_id AND n.incarnation = s.incarnation AND n.status IN ('up', 'leaving')
       GROUP BY 1`,
    )
    return new Map(rows.map((row) => [row.name, row.shards]))
  }

  return {
    nats,
    node,
    shards,
    async shared(...among) {
      const since = performance.now()
      for (;;) {
        const found = await shards()
        const least = Math.min(...among.map(({ name }) => found.get(name) ?? 0))
        const sum = among.reduce((all, { name }) => all + (found.get(name) ?? 0), 0)
        if (sum === SHARD_COUNT && least >= (SHARD_COUNT / among.length) * FAIR)
          return performance.now() - since
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
      }
    },
    query: async (sql) => (await admin.query(sql)).rows,
    async stop() {
      for (const { process: child, ended } of nodes) {
        child.kill('SIGKILL')
        await ended
      }
      await admin.end()
      await nats.close()
      await database.stop()
    },
  }
}
