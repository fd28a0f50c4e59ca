/**
 * Writes of series that several may try at once: `claimSeries`, `registerCopy`, `advanceSeries`, `dropCopies`. Each is one
 * statement; together they keep a copy from being made after its date was skipped or its series ended.
 */
import type { Reason } from '../protocol/errors.ts'
import { arrayOf } from './array-text.ts'
import { UNSCOPED } from './entities/organisation-filter.ts'
import { Series, type SeriesState } from './entities/series.ts'
import type { Store } from './store.ts'

type Tables = Pick<Store, 'em'>

const CLAIM = `
WITH free AS (
  SELECT id FROM series WHERE state = 'running' AND look_at <= ?
  ORDER BY look_at LIMIT ? FOR UPDATE SKIP LOCKED
)
UPDATE series s SET look_at = ?::timestamptz FROM free WHERE s.id = free.id RETURNING s.id`

/**
 * Takes at most `limit` series that must be looked at by `nowMs`, so that nobody else looks at them for `claimMs`. A courtesy:
 * whoever makes copies beside another makes the same ones.
 */
export async function claimSeries(
  { em }: Tables,
  { nowMs, claimMs, limit }: { readonly nowMs: number; readonly claimMs: number; readonly limit: number },
): Promise<Series[]> {
  const rows = await em().execute<{ id: string }[]>(CLAIM, [
    new Date(nowMs),
    limit,
    new Date(nowMs + claimMs),
  ])
  if (rows.length === 0) return []
  return em().find(Series, { id: { $in: rows.map(({ id }) => id) } }, UNSCOPED)
}

const REGISTER = `
WITH s AS (
  SELECT id, organisation_id, post_id, time_zone FROM series
  WHERE id = ? AND state = 'running' AND NOT left(?, 10) = ANY (skip) FOR SHARE
)
INSERT INTO series_post (series_id, local_at, organisation_id, source_id, time_zone, post_id)
SELECT s.id, ?::text, s.organisation_id, s.post_id, s.time_zone, ?::uuid FROM s
ON CONFLICT DO NOTHING RETURNING post_id`

const REGISTERED = `
SELECT p.post_id FROM series_post p JOIN series s ON s.id = p.series_id AND s.state = 'running'
WHERE p.series_id = ? AND p.local_at = ? AND p.wanted`

export interface CopyRow {
  readonly seriesId: string
  /** Local time. */
  readonly localAt: string
  readonly postId: string
}

/** Whether this copy is to be made: not when the series does not go on, skips that date, or the post comes at that time already. */
export async function registerCopy({ em }: Tables, { seriesId, localAt, postId }: CopyRow): Promise<boolean> {
  const fresh = await em().execute<unknown[]>(REGISTER, [seriesId, localAt, localAt, postId])
  if (fresh.length > 0) return true
  const known = await em().execute<unknown[]>(REGISTERED, [seriesId, localAt])
  return known.length > 0
}

/** False once the date was skipped or the series ended without it: then whoever made the copy cancels it. */
export async function isWanted({ em }: Tables, { seriesId, localAt }: CopyRow): Promise<boolean> {
  const rows = await em().execute<{ wanted: boolean }[]>(
    'SELECT wanted FROM series_post WHERE series_id = ? AND local_at = ?',
    [seriesId, localAt],
  )
  return rows[0]?.wanted ?? false
}

const ADVANCE = `
UPDATE series SET made_to = ?, passed = ?, look_at = ?, state = ?, ended_at = CASE WHEN ? = 'running' THEN NULL ELSE now() END
WHERE id = ? AND state = 'running' AND made_to = ? AND revision = ?`

export interface Advanced {
  readonly madeTo: string
  readonly passed: number
  /** ISO 8601 in UTC; null: it is finished. */
  readonly lookAt: string | null
}

/** Writes how far a series is made, unless somebody was faster or has changed it since it was read. */
export async function advanceSeries(
  { em }: Tables,
  { id, madeTo, revision }: Pick<Series, 'id' | 'madeTo' | 'revision'>,
  to: Advanced,
): Promise<void> {
  const state: SeriesState = to.lookAt === null ? 'finished' : 'running'
  const lookAt = to.lookAt && new Date(to.lookAt)
  await em().execute(ADVANCE, [to.madeTo, to.passed, lookAt, state, state, id, madeTo, revision])
}

/** Its copies cannot be made any more, and why. Those that are made stay. */
export async function stopSeries(
  { em }: Tables,
  { id, revision }: Pick<Series, 'id' | 'revision'>,
  trouble: Reason,
): Promise<void> {
  await em().execute(
    `UPDATE series SET state = 'stopped', trouble = ?, ended_at = now(), look_at = NULL
     WHERE id = ? AND state = 'running' AND revision = ?`,
    [trouble, id, revision],
  )
}

const BEGIN = `
INSERT INTO series (id, organisation_id, post_id, made_by, rule, time_zone, plan, skip, until, count, made_to, look_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`

export interface NewSeries
  extends Pick<
    Series,
    'id' | 'organisationId' | 'postId' | 'madeBy' | 'rule' | 'timeZone' | 'plan' | 'madeTo' | 'skip'
  > {
  readonly until: string | null
  readonly count: number | null
  /** Until then whoever begins it makes its copies; then anybody. */
  readonly lookAt: Date
}

/** Begins a series, unless it is there, or the post comes by that rule already. */
export async function beginSeries({ em }: Tables, row: NewSeries): Promise<void> {
  const { id, organisationId, postId, madeBy, rule, timeZone, plan, skip, until, count, madeTo, lookAt } = row
  const values = [id, organisationId, postId, madeBy, rule, timeZone, JSON.stringify(plan)]
  await em().execute(BEGIN, [...values, arrayOf(skip), until, count, madeTo, lookAt])
}

/** When it ends and what it skips, anew. */
export async function changeSeries(
  { em }: Tables,
  id: string,
  { skip, until, count }: Pick<NewSeries, 'skip' | 'until' | 'count'>,
): Promise<void> {
  await em().execute(
    'UPDATE series SET skip = ?, until = ?, count = ?, revision = revision + 1 WHERE id = ?',
    [arrayOf(skip), until, count, id],
  )
}

/** Somebody ends it, or takes what is left of one that is over. */
export async function endSeries({ em }: Tables, id: string, userId: string): Promise<void> {
  await em().execute(
    `UPDATE series SET state = 'ended', ended_at = now(), ended_by = ?, look_at = NULL, revision = revision + 1
     WHERE id = ? AND state <> 'ended'`,
    [userId, id],
  )
}

const DROP = `
UPDATE series_post SET wanted = false
WHERE series_id = ? AND wanted AND local_at > ? AND (?::text IS NULL OR left(local_at, 10) = ?)`

const DROPPED = `
SELECT c.post_id AS "postId" FROM series_post c JOIN post p ON p.id = c.post_id AND p.status <> 'cancelled'
WHERE c.series_id = ? AND NOT c.wanted AND c.local_at > ? AND (?::text IS NULL OR left(c.local_at, 10) = ?)`

/**
 * Wants no copy any more that comes later than `localNow`, or only not that of `date`. Answers with those that are made and not
 * cancelled yet; whoever is just making another one cancels it.
 */
export async function dropCopies(
  { em }: Tables,
  seriesId: string,
  localNow: string,
  date: string | null,
): Promise<string[]> {
  const values = [seriesId, localNow, date, date]
  await em().execute(DROP, values)
  const rows = await em().execute<{ postId: string }[]>(DROPPED, values)
  return rows.map(({ postId }) => postId)
}
