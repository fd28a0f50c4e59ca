/** `readView`: what the live view of a cluster shows: the register as PostgreSQL has it, and what each node counts. */
import pg from 'pg'
import type { Cluster } from './town.ts'

interface Member {
  readonly node_id: string
  readonly status: string
  readonly beat_ms: number
  readonly shards: number
  readonly term_max: string | null
}

/** What was counted at the last look, for rates. */
const before = new Map<string, { readonly events: number; readonly atMs: number }>()

/** Lines for a terminal. Rejects when PostgreSQL does not answer. */
export async function readView({ database, nodes, balancer }: Cluster): Promise<string[]> {
  const client = new pg.Client({ connectionString: database.url(), connectionTimeoutMillis: 2_000 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rows } = await client.query<Member>(
      `SELECT n.node_id, n.status, extract(epoch FROM clock_timestamp() - n.hb)::float8 * 1000 AS beat_ms,
         count(s.shard_id)::int AS shards, max(s.term) AS term_max
       FROM node n LEFT JOIN shard s ON s.node_id = n.node_id AND s.incarnation = n.incarnation
       GROUP BY n.node_id, n.status, n.hb ORDER BY n.node_id`,
    )
    const connections = new Map(nodes.map(({ name }, index) => [name, balancer.connections()[index] ?? 0]))
    const lines = await Promise.all(
      rows.map(async (row) => {
        const node = nodes.find(({ name }) => name === row.node_id)
        const rate = node === undefined ? 0 : await eventRate(node.name, node.url)
        return [
          row.node_id.padEnd(10),
          row.status.padEnd(8),
          `${Math.round(row.beat_ms)} ms`.padStart(9),
          String(row.shards).padStart(7),
          (row.term_max ?? '–').padStart(6),
          String(connections.get(row.node_id) ?? 0).padStart(8),
          Math.round(rate).toLocaleString('en').padStart(11),
        ].join(' ')
      }),
    )
    return ['', 'node       status        beat  shards   term  sockets  messages/s', ...lines]
  } finally {
    await client.end()
  }
}

/** Events that the node has committed a second since the last look. */
async function eventRate(name: string, url: string): Promise<number> {
  const text = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(1_000) }).then(
    (answer) => answer.text(),
    () => '',
  )
  const events = Number(/^parley_commit_events_sum (\S+)/m.exec(text)?.[1] ?? 0)
  const atMs = performance.now()
  const last = before.get(name)
  before.set(name, { events, atMs })
  return last === undefined ? 0 : Math.max(0, ((events - last.events) * 1_000) / (atMs - last.atMs))
}
