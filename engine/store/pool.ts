/** A pool of `pg` connections that survives the database: it never throws on its own, and never waits for ever. */
import pg from 'pg'
import type { StoreLog } from './log.ts'

export interface PoolOptions {
  readonly url: string
  readonly applicationName: string
  readonly connections: number
  readonly statementTimeoutMs: number
  /** For locks of others; 1 s unless told. */
  readonly lockTimeoutMs?: number
  /** Connections that nobody uses are kept, and not opened anew when a crowd comes. */
  readonly stay?: boolean
  readonly log: StoreLog
  /** Settings of each session, besides: `name=value`. */
  readonly settings?: readonly string[]
}

/**
 * Lost connections are replaced when next asked. A query rejects when the server cancels it, and 1 s later
 * when the server is frozen and cannot.
 */
export function makePool({
  url,
  applicationName,
  connections,
  statementTimeoutMs,
  lockTimeoutMs = 1_000,
  stay = false,
  log,
  settings = [],
}: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: applicationName,
    options: settings.map((setting) => `-c ${setting}`).join(' '),
    max: connections,
    min: stay ? connections : 0,
    connectionTimeoutMillis: Math.min(5_000, statementTimeoutMs),
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + 1_000,
    lock_timeout: lockTimeoutMs,
    idle_in_transaction_session_timeout: 2_000,
  })
  pool.on('error', (error) => log.warn({ err: error }, 'a connection to the database was lost'))
  pool.on('connect', (client) => {
    // a client that is out of the pool has no listener but this one, and an error without a listener ends the process
    client.on('error', (error) => log.warn({ err: error }, 'a connection to the database broke'))
  })
  return pool
}
