/** Reads the register in one statement: `VIEW_CTES`, `VIEW_COLUMNS`, and `makeViewReader` for what they answer. */
import { TIMELINE } from '../kernel/timeline.ts'
import { applicationNameSql } from './application-name.ts'
import type { ShardSeen, View } from './control.ts'

/**
 * `born`: when the database last had no sessions at all, after a start or a crash. Its checkpointer is as old as that;
 * who may not see it knows only that the own session is younger.
 */
export const SESSIONS = `
session AS MATERIALIZED (
  SELECT DISTINCT application_name FROM pg_stat_activity
  WHERE datname = current_database() AND application_name LIKE 'parley/%'
),
birth AS MATERIALIZED (
  SELECT coalesce(
    max(backend_start) FILTER (WHERE backend_type = 'checkpointer'),
    greatest(pg_postmaster_start_time(), max(backend_start) FILTER (WHERE pid = pg_backend_pid()))
  ) AS born FROM pg_stat_activity
)`

/** Whether a row of `node` is of a process that has ended. */
export function isGoneSql(table: string): string {
  return `(${table}.hb > (SELECT born FROM birth)
    AND ${applicationNameSql(table)} NOT IN (SELECT application_name FROM session))`
}

export const ageMsSql = (table: string) =>
  `extract(epoch FROM clock_timestamp() - ${table}.hb)::float8 * 1000`

export interface ViewRow {
  readonly epoch: string
  readonly timeline: number | null
  /** The one that is written to now; it changes with a failover, at once. */
  readonly timeline_now: number
  readonly nodes: readonly {
    readonly nodeId: string
    readonly incarnation: string
    readonly address: string | null
    readonly status: View['nodes'][number]['status']
    readonly beatAgeMs: number
    readonly isGone: boolean
  }[]
  readonly terms: string
  /** Null when `terms` is what was known already. */
  readonly shards:
    | readonly (readonly [term: number, nodeId: string | null, incarnation: string | null])[]
    | null
}

/**
 * $1 is the sum of all terms that is known: each change of owner makes it grow, so while it stands still the 256 rows
 * need not travel.
 */
export const VIEW_COLUMNS = `
  meta.epoch, meta.timeline, ${TIMELINE} AS timeline_now,
  (SELECT coalesce(json_agg(json_build_object(
      'nodeId', n.node_id, 'incarnation', n.incarnation, 'address', n.address, 'status', n.status,
      'beatAgeMs', ${ageMsSql('n')}, 'isGone', ${isGoneSql('n')}) ORDER BY n.node_id), '[]') FROM node n) AS nodes,
  total.terms,
  CASE WHEN total.terms <> $1 THEN
    (SELECT json_agg(json_build_array(s.term, s.node_id, s.incarnation) ORDER BY s.shard_id) FROM shard s)
  END AS shards
FROM cluster_meta meta, (SELECT sum(term)::text AS terms FROM shard) total`

export interface ViewReader {
  /** For $1. */
  known(): string
  read(row: ViewRow): View
}

/** Remembers the shards of the last view. */
export function makeViewReader(): ViewReader {
  let known = ''
  let shards: readonly ShardSeen[] = []
  return {
    known: () => known,
    read({ epoch, nodes, terms, shards: rows }) {
      if (rows !== null) {
        known = terms
        shards = rows.map(([term, nodeId, incarnation], shard) => ({
          shard,
          term,
          owner: nodeId === null || incarnation === null ? null : { nodeId, incarnation },
        }))
      }
      return { epoch, nodes, shards }
    },
  }
}
