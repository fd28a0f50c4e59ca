/** Brings a database up to date and founds what every installation has, under one lock. */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { SHARD_COUNT } from '../kernel/shard.ts'
import { makeOrm } from './orm.ts'

const MIGRATION_LOCK = 0x70_61_72_6d

export interface Foundation {
  readonly epoch: string
  readonly homeOrganisationId: string
}

/**
 * Applies pending migrations. Processes that start together wait for each other here.
 * Throws when the database was cut into another number of shards: rooms would be looked for in the wrong place.
 */
export async function migrate(url: string): Promise<Foundation> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'parley/migrate',
    connectionTimeoutMillis: 10_000,
  })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK])
    await checkVersion(client)
    const orm = await makeOrm({
      url,
      applicationName: 'parley/migrate',
      connections: 2,
      statementTimeoutMs: 0,
    })
    try {
      await orm.migrator.up()
    } finally {
      await orm.close(true)
    }
    return await found(client)
  } finally {
    // ends the lock with the session
    await client.end()
  }
}

async function checkVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number }>(
    "SELECT current_setting('server_version_num')::int AS version",
  )
  const version = rows[0]?.version ?? 0
  if (version < 150_000) throw new Error(`Parley needs PostgreSQL 15 or later, this is ${version / 10_000}.`)
}

/**
 * A dump that was restored into another server brings transaction numbers that this one has yet to reach: followers
 * would wait for ever. And what came after the dump is lost, so this is another history: clients must reload.
 */
async function renewAfterRestore(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ restored: boolean | null }>(
    'SELECT max(xid) >= pg_snapshot_xmax(pg_current_snapshot()) AS restored FROM event',
  )
  if (!rows[0]?.restored) return
  await client.query('BEGIN')
  await client.query("UPDATE event SET xid = '0'")
  await client.query('UPDATE cluster_meta SET epoch = $1', [newEpoch()])
  await client.query('COMMIT')
}

function newEpoch(): string {
  return randomBytes(6).toString('base64url')
}

async function found(client: pg.Client): Promise<Foundation> {
  await client.query(
    'INSERT INTO cluster_meta (id, epoch, shard_count) VALUES (1, $1, $2) ON CONFLICT DO NOTHING',
    [newEpoch(), SHARD_COUNT],
  )
  await renewAfterRestore(client)
  await client.query(
    `INSERT INTO organisation (id, name, home) VALUES (gen_random_uuid(), 'Home', true) ON CONFLICT DO NOTHING`,
  )
  const { rows } = await client.query<{ epoch: string; shard_count: number; home: string }>(
    'SELECT epoch, shard_count, (SELECT id FROM organisation WHERE home) AS home FROM cluster_meta',
  )
  const meta = rows[0]
  if (meta?.shard_count !== SHARD_COUNT) {
    throw new Error(`This database is cut into ${meta?.shard_count} shards, this Parley into ${SHARD_COUNT}.`)
  }
  await client.query(
    'INSERT INTO shard (shard_id, term) SELECT id, 0 FROM generate_series(0, $1 - 1) AS id ON CONFLICT DO NOTHING',
    [SHARD_COUNT],
  )
  return { epoch: meta.epoch, homeOrganisationId: meta.home }
}
