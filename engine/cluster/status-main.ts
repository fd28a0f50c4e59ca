/** `npm run cluster:status`: members, beats, shards and terms as the database has them; exit code 1 when a shard has no owner. */
import { existsSync } from 'node:fs'
import pg from 'pg'
import { readConfig } from '../host/config.ts'
import { type StatusRow, statusOf } from './status.ts'

const STATUS = `
SELECT n.node_id AS "nodeId", n.status, n.address,
  extract(epoch FROM clock_timestamp() - n.hb)::float8 * 1000 AS "beatAgeMs",
  count(s.shard_id)::int AS shards, coalesce(max(s.term), 0)::float8 AS "termMax"
FROM node n LEFT JOIN shard s ON s.node_id = n.node_id AND s.incarnation = n.incarnation
GROUP BY n.node_id, n.status, n.address, n.hb ORDER BY n.node_id`

if (existsSync('.env')) process.loadEnvFile('.env')
const { databaseUrl } = readConfig(process.env)
if (databaseUrl === null) {
  console.error('DATABASE_URL is not set: a node with its own database is alone; ask it at /health/ready')
  process.exit(2)
}
const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 })
await client.connect()
const { rows: nodes } = await client.query<StatusRow>(STATUS)
const { rows: meta } = await client.query<{ epoch: string; shard_count: number }>(
  'SELECT epoch, shard_count FROM cluster_meta',
)
await client.end()
const { lines, unowned } = statusOf(nodes, meta[0]?.shard_count ?? 0)
console.log([`epoch ${meta[0]?.epoch}`, ...lines].join('\n'))
process.exit(unowned === 0 ? 0 : 1)
