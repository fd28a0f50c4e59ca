import pg from 'pg'
import { must } from '../kernel/assert.ts'
import { migrate } from '../store/migrate.ts'
import { makePool } from '../store/pool.ts'
import { withDatabase } from '../store/testing.ts'
import { applicationNameOf } from './application-name.ts'
import { controlSuite } from './control-suite.ts'
import { makePgControl } from './pg-control.ts'

controlSuite('PostgreSQL', async () => {
  const database = await withDatabase()
  await migrate(database.url)
  const admin = new pg.Client({ connectionString: database.url })
  await admin.connect()
  const pools = new Map<string, pg.Pool[]>()

  async function end(incarnation: string) {
    for (const pool of pools.get(incarnation) ?? []) await pool.end()
    pools.delete(incarnation)
  }
  return {
    async clear() {
      for (const incarnation of [...pools.keys()]) await end(incarnation)
      await admin.query('DELETE FROM node')
      await admin.query('UPDATE shard SET term = 0, node_id = NULL, incarnation = NULL')
    },
    async control({ nodeId, incarnation }) {
      const open = () =>
        makePool({
          url: database.url,
          applicationName: applicationNameOf(nodeId, incarnation),
          connections: 1,
          statementTimeoutMs: 10_000,
          log: { info() {}, warn() {} },
        })
      const [beats, moves] = [open(), open()]
      pools.set(incarnation, [beats, moves])
      return makePgControl({ beats, moves })
    },
    age: async (ms) => {
      await admin.query("UPDATE node SET hb = hb - $1 * interval '1 ms'", [ms])
    },
    kill: ({ incarnation }) => end(must(incarnation, 'it has lived')),
    failOver: async (missed = 1) => {
      // what a standby that was promoted finds: the row was written under another timeline
      await admin.query('UPDATE cluster_meta SET timeline = timeline - $1::int', [missed])
    },
    async close() {
      for (const incarnation of [...pools.keys()]) await end(incarnation)
      await admin.end()
      await database.stop()
    },
  }
})
