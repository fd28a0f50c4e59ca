/** `findPublished`: puts what has become public at a network on the list of what is measured. */
import type { MetricsParts } from './parts.ts'
import { FIRST_MEASURE_MS } from './timetable.ts'

/** Longer than a commit takes: events become visible in another order than they happened. */
const OVERLAP_MS = 2 * 60_000
const FOUND_MAX = 2_000

/**
 * Reads the journal by an index that holds nothing but published steps, and knows what it has by the key of the list. So it may be
 * done twice, by several nodes at once, and after any crash. Oldest first: what a node that has just started knows is
 * the newest one on the list. Of an older installation, what was published in the last month is found too.
 * Parameters: since, overlap in ms, limit, ms until the first measure.
 */
const FIND = `
WITH fresh AS (
  SELECT o.*, t.organisation_id, t.to_id, t.network
  FROM (
    SELECT room_id, payload ->> 'targetId' AS target_id, (payload ->> 'step')::int AS step,
      payload #>> '{outcome,id}' AS network_id, at
    FROM event
    WHERE kind = 'post.settled' AND payload #>> '{outcome,is}' = 'ok' AND at > coalesce(?::timestamptz, (
      SELECT greatest(now() - interval '30 days', max(published_at) - ?::bigint * interval '1 ms') FROM measuring))
  ) AS o
  JOIN post_target t ON t.post_id = o.room_id AND t.target_id = o.target_id AND t.to_kind = 'account'
  WHERE o.network_id <> '' AND NOT EXISTS (
    SELECT 1 FROM measuring m WHERE m.post_id = o.room_id AND m.target_id = o.target_id AND m.step = o.step)
  ORDER BY o.at LIMIT ?
), listed AS (
  INSERT INTO measuring (post_id, target_id, step, organisation_id, account_id, network, network_id, published_at, next_at)
  SELECT room_id, target_id, step, organisation_id, to_id, network, network_id, at, at + ?::bigint * interval '1 ms'
  FROM fresh ON CONFLICT DO NOTHING
)
SELECT count(*)::int AS count FROM fresh`

/** A look that found all there was lets the next one begin where it began. Returns that time, ms since 1970. */
export async function findPublished(
  { store, clock }: Pick<MetricsParts, 'store' | 'clock'>,
  sinceMs: number | null,
): Promise<number> {
  const beganMs = clock.now()
  const since = sinceMs === null ? null : new Date(sinceMs).toISOString()
  const values = [since, OVERLAP_MS, FOUND_MAX, FIRST_MEASURE_MS]
  let isMore = true
  while (isMore) {
    const [row] = await store.em().execute<{ count: number }[]>(FIND, values)
    isMore = row?.count === FOUND_MAX
  }
  return beganMs - OVERLAP_MS
}
