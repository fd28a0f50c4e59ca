/** `makeLane`: the one connection over which the commits of a lane follow one another. */
import type pg from 'pg'
import type { StoreLog } from './log.ts'
import { makePool } from './pool.ts'

export interface LaneOptions {
  readonly url: string
  readonly applicationName: string
  readonly log: StoreLog
}

/**
 * It keeps its connection between commits, so a statement is with the database when `query` returns. Borrowed from a pool
 * each time it would go a turn later, behind all that the commit before has answered.
 */
export interface Lane {
  /** After those that were given before. Connects when there is no connection. Settles within 16 s, however the database fails. */
  query<Row extends pg.QueryResultRow>(statement: pg.QueryConfig): Promise<pg.QueryResult<Row>>
  /** Waits for what is under way. */
  end(): Promise<void>
}

export function makeLane({ url, applicationName, log }: LaneOptions): Lane {
  const pool = makePool({
    url,
    applicationName,
    connections: 1,
    statementTimeoutMs: 10_000,
    log,
    // The statement is planned once, for any size of batch and of tables: only descents of indexes, never a scan
    // that was cheap while the tables were empty.
    settings: [
      'plan_cache_mode=force_generic_plan',
      'enable_seqscan=off',
      'enable_bitmapscan=off',
      'enable_hashjoin=off',
      'enable_mergejoin=off',
      'jit=off',
    ],
  })
  let held: pg.PoolClient | null = null
  /** Settles with the statement that was given last; null when none is under way. */
  let last: Promise<unknown> | null = null

  function letGo(client: pg.PoolClient): void {
    if (held !== client) return
    held = null
    client.release(true)
  }

  async function hold(): Promise<pg.PoolClient> {
    const client = await pool.connect()
    held = client
    // nobody need ask to find out that it is gone
    client.once('error', () => letGo(client))
    client.once('end', () => letGo(client))
    return client
  }

  async function ask<Row extends pg.QueryResultRow>(statement: pg.QueryConfig) {
    const client = held ?? (await hold())
    try {
      return await client.query<Row>(statement)
    } catch (error) {
      if (!isBadValue(error)) letGo(client)
      throw error
    }
  }

  return {
    query<Row extends pg.QueryResultRow>(statement: pg.QueryConfig) {
      const asked = last === null ? ask<Row>(statement) : last.then(() => ask<Row>(statement))
      const done = () => {
        if (last === settled) last = null
      }
      const settled = asked.then(done, done)
      last = settled
      return asked
    },
    async end() {
      await last
      held?.release()
      held = null
      await pool.end()
    },
  }
}

/** Data exceptions (class 22, also our own division by zero) and integrity violations (23): nothing was written. */
export function isBadValue(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' && (code.startsWith('22') || code.startsWith('23'))
}
