/** `take`: one statement that takes from all budgets a call needs, or from none of them. */
import { arrayOf } from '../../store/array-text.ts'
import type { Store } from '../../store/store.ts'

/** What a call takes from one budget. */
export interface Wanted {
  readonly key: string
  readonly organisationId: string | null
  readonly amount: number
  /** Of the configuration; null when it has no limit. */
  readonly atMost: number | null
  /** How much of the limit it may use up, 0 to 1. */
  readonly share: number
  /** When a window that begins now is over, ms since 1970. */
  readonly endsAtMs: number
}

/** How a budget stood when it was asked. */
export interface Asked {
  readonly key: string
  readonly fits: boolean
  /** When it may fit again, ISO 8601 in UTC; null when it does. */
  readonly retryAt: string | null
}

interface Row {
  readonly key: string
  readonly is_there: boolean
  readonly fits: boolean
  /** Null when it fits. */
  readonly retry_ms: number | null
}

/**
 * The rows are locked in the order of their keys, so of calls that come at once on all nodes one is after the other.
 * What is judged and written is what the lock has found, not what the statement saw when it began. A window that is
 * over counts as empty, and begins anew with the call that finds it so. The commit waits for no disk (`hurried`), as
 * others wait for its locks: 1,640 calls a second instead of 970. A database that crashes forgets the last second of counts.
 */
const TAKE = `
WITH hurried AS (
  SELECT set_config('synchronous_commit', 'off', true) AS is_off
), wanted AS (
  SELECT * FROM unnest(?::text[], ?::bigint[], ?::bigint[], ?::numeric[], ?::timestamptz[])
    AS wanted(key, amount, at_most, share, ends_at)
), held AS MATERIALIZED (
  SELECT key, used, limit_at_most, blocked_until, ends_at FROM budget
   WHERE key = ANY(?::text[]) ORDER BY key FOR UPDATE
), running AS (
  SELECT key, CASE WHEN ends_at > ?::timestamptz THEN used ELSE 0 END AS used,
    CASE WHEN ends_at > ?::timestamptz THEN limit_at_most END AS limit_at_most,
    CASE WHEN ends_at > ?::timestamptz THEN ends_at END AS ends_at,
    CASE WHEN blocked_until > ?::timestamptz THEN blocked_until END AS blocked_until
  FROM held
), stands AS (
  SELECT key, running.used IS NOT NULL AS is_there, running.used + amount AS used, limit_at_most,
    coalesce(running.used + amount > floor(least(at_most, limit_at_most) * share), false) AS is_full,
    coalesce(running.ends_at, wanted.ends_at) AS ends_at, blocked_until
  FROM wanted LEFT JOIN running USING (key)
), judged AS MATERIALIZED (
  SELECT *, is_there AND NOT is_full AND blocked_until IS NULL AS fits FROM stands
), taken AS (
  UPDATE budget SET used = judged.used, ends_at = judged.ends_at, limit_at_most = judged.limit_at_most,
    blocked_until = NULL
  FROM judged
  WHERE budget.key = judged.key AND (SELECT bool_and(fits) FROM judged)
)
SELECT key, is_there, fits,
  ceil(extract(epoch FROM greatest(blocked_until, CASE WHEN is_full THEN ends_at END)) * 1000)::float8 AS retry_ms
FROM judged, hurried WHERE is_off IS NOT NULL`

/** Before the first call of a key there is no row to lock; two that make it at once make one. */
const MAKE = `
INSERT INTO budget (key, organisation_id, used, ends_at)
SELECT * FROM unnest(?::text[], ?::uuid[], ?::bigint[], ?::timestamptz[]) AS made(key, organisation_id, used, ends_at)
 ORDER BY key
ON CONFLICT (key) DO NOTHING`

/** Keys that nobody asks for any more. Never in the statement that takes: two could wait for each other. */
const SWEEP = `
DELETE FROM budget WHERE key IN (
  SELECT key FROM budget WHERE ends_at < ?::timestamptz ORDER BY ends_at LIMIT 3 FOR UPDATE SKIP LOCKED
)`
const SWEEP_AFTER_MS = 24 * 60 * 60_000

/** A row may be swept away between being made and being taken from, but not again and again. */
const ATTEMPTS = 5

/** How each budget stood; they were taken from when all of them fit. */
export async function take(
  store: Pick<Store, 'em'>,
  wanted: readonly Wanted[],
  nowMs: number,
): Promise<readonly Asked[]> {
  const now = isoOf(nowMs)
  const keys = arrayOf(wanted.map(({ key }) => key))
  const amounts = arrayOf(wanted.map(({ amount }) => amount))
  const most = arrayOf(wanted.map(({ atMost }) => atMost))
  const shares = arrayOf(wanted.map(({ share }) => share))
  const ends = arrayOf(wanted.map(({ endsAtMs }) => isoOf(endsAtMs)))
  const em = store.em()
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const rows = await em.execute<Row[]>(TAKE, [keys, amounts, most, shares, ends, keys, now, now, now, now])
    if (rows.every((row) => row.is_there)) return rows.map(askedOf)
    await em.execute(SWEEP, [isoOf(nowMs - SWEEP_AFTER_MS)])
    const owners = arrayOf(wanted.map(({ organisationId }) => organisationId))
    await em.execute(MAKE, [keys, owners, arrayOf(wanted.map(() => 0)), ends])
  }
  throw new Error('budgets are swept away as fast as they are made')
}

function askedOf({ key, fits, retry_ms }: Row): Asked {
  return { key, fits, retryAt: retry_ms === null ? null : isoOf(retry_ms) }
}

export function isoOf(ms: number): string {
  return new Date(ms).toISOString()
}
