/** Takes a database over from a process that is dead, or finds that it is not. One transaction, the database's clock. */
import type pg from 'pg'
import { applicationNameOf } from './application-name.ts'

/** A process that has not beaten for so long is dead, whatever its sessions say. */
export const TTL_MS = 5_000
const JOIN_LOCK = 0x70_61_72_6e

export interface Self {
  readonly nodeId: string
  readonly incarnation: string
  readonly address: string | null
}

/** What a look at the other processes found. */
export type Look =
  /** Nobody was alive, and now all shards are ours under these terms. */
  | { readonly found: 'claimed'; readonly terms: ReadonlyMap<number, number> }
  /** This one may be alive; `beat` changes if it is. */
  | { readonly found: 'rival'; readonly nodeId: string; readonly beat: string; readonly ageMs: number }

interface Rival {
  readonly node_id: string
  readonly incarnation: string
  readonly beat: string
  readonly age_ms: number
  readonly restarted: boolean
}

/**
 * Claims every shard under its next term unless another process may be alive. Safe against a zombie: its commits
 * hold the shard rows while they write, and find another term afterwards.
 */
export async function takeOver(session: pg.ClientBase, self: Self): Promise<Look> {
  await session.query('BEGIN')
  try {
    await session.query("SELECT set_config('lock_timeout', '15s', true), pg_advisory_xact_lock($1)", [
      JOIN_LOCK,
    ])
    const { rows: rivals } = await session.query<Rival>(
      `SELECT node_id, incarnation, hb::text AS beat, hb < pg_postmaster_start_time() AS restarted,
         extract(epoch FROM clock_timestamp() - hb)::float8 * 1000 AS age_ms
       FROM node WHERE status IN ('up', 'leaving') ORDER BY node_id`,
    )
    for (const rival of rivals) {
      const name = applicationNameOf(rival.node_id, rival.incarnation)
      if (await mayLive(session, rival, name)) {
        await session.query('ROLLBACK')
        return { found: 'rival', nodeId: rival.node_id, beat: rival.beat, ageMs: rival.age_ms }
      }
      // a frozen process may hold shard rows inside a statement; ending its sessions lets go of them
      await session.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1',
        [name],
      )
    }
    const terms = await claim(session, self)
    await session.query('COMMIT')
    return { found: 'claimed', terms }
  } catch (error) {
    await session.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}

/**
 * A killed process is known at once: the system closed its sockets and its sessions are gone. That proves nothing
 * right after the database itself restarted, when everybody's are; then the beat decides.
 */
async function mayLive(session: pg.ClientBase, rival: Rival, name: string): Promise<boolean> {
  if (rival.age_ms >= TTL_MS) return false
  if (rival.restarted) return true
  const { rowCount } = await session.query(
    'SELECT FROM pg_stat_activity WHERE application_name = $1 AND datname = current_database()',
    [name],
  )
  return (rowCount ?? 0) > 0
}

async function claim(session: pg.ClientBase, self: Self): Promise<Map<number, number>> {
  await session.query("UPDATE node SET status = 'dead' WHERE status IN ('up', 'leaving')")
  await session.query(
    `INSERT INTO node (node_id, incarnation, hb, status, address) VALUES ($1, $2, clock_timestamp(), 'up', $3)
     ON CONFLICT (node_id) DO UPDATE SET incarnation = excluded.incarnation, hb = excluded.hb, status = 'up',
       address = excluded.address`,
    [self.nodeId, self.incarnation, self.address],
  )
  // in the order in which commits lock them, so that neither waits for the other for ever
  const { rows } = await session.query<{ shard_id: number; term: string }>(
    `WITH locked AS MATERIALIZED (SELECT shard_id FROM shard ORDER BY shard_id FOR UPDATE)
     UPDATE shard SET term = term + 1, node_id = $1, incarnation = $2
     FROM locked WHERE shard.shard_id = locked.shard_id RETURNING shard.shard_id, shard.term`,
    [self.nodeId, self.incarnation],
  )
  return new Map(rows.map((row) => [row.shard_id, Number(row.term)]))
}
