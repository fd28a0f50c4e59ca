/** `claimDue`: takes what is due to be measured, one account's at a time, so that several nodes share the work; `putOff` and `keep` give it back. */
import type { Metrics } from '../../engine/outside/platforms/contract.ts'
import type { Network } from '../../engine/protocol/post-shapes.ts'
import type { MetricsParts } from './parts.ts'
import { nextMeasureMs, TRIED_FOR_MS } from './timetable.ts'

type Em = Pick<MetricsParts, 'store'>

/** A published step that is to be measured now. */
export interface Due {
  readonly postId: string
  readonly targetId: string
  readonly step: number
  readonly organisationId: string
  readonly accountId: string
  readonly network: Network
  /** Its id there. */
  readonly networkId: string
  readonly publishedMs: number
}

/** What one call asks at most; networks take 20 to 100 ids, or one. */
const AT_ONCE_MAX = 20
/** Longer than two calls for each of them. */
const CLAIM_MS = 5 * 60_000

const FREE = 'm.next_at <= now() AND (m.claimed_until IS NULL OR m.claimed_until <= now())'

/** By the database's clock, and of the account that has waited longest. Parameters: limit, claim in ms. */
const CLAIM = `
WITH longest AS (
  SELECT m.account_id FROM measuring m WHERE ${FREE} ORDER BY m.next_at LIMIT 1 FOR UPDATE SKIP LOCKED
), due AS (
  SELECT m.post_id, m.target_id, m.step FROM longest JOIN measuring m USING (account_id)
  WHERE ${FREE} ORDER BY m.next_at LIMIT ? FOR UPDATE OF m SKIP LOCKED
)
UPDATE measuring m SET claimed_until = now() + ?::bigint * interval '1 ms'
FROM due WHERE m.post_id = due.post_id AND m.target_id = due.target_id AND m.step = due.step
RETURNING m.post_id AS "postId", m.target_id AS "targetId", m.step, m.organisation_id AS "organisationId",
  m.account_id AS "accountId", m.network, m.network_id AS "networkId",
  (extract(epoch FROM m.published_at) * 1000)::float8 AS "publishedMs"`

/** Empty when nothing is due that nobody has. */
export function claimDue({ store }: Em): Promise<Due[]> {
  return store.em().execute<Due[]>(CLAIM, [AT_ONCE_MAX, CLAIM_MS])
}

/**
 * Whatever is due of the account: where one call is refused the next one is too. What is too old is measured no more.
 * Parameters: until, ms for which a step is tried, until, account.
 */
const PUT_OFF = `
UPDATE measuring m SET claimed_until = NULL,
  next_at = CASE WHEN ?::timestamptz < published_at + ?::bigint * interval '1 ms' THEN ?::timestamptz END
WHERE account_id = ? AND next_at <= now()`

export async function putOff({ store }: Em, accountId: string, untilMs: number): Promise<void> {
  const until = new Date(untilMs).toISOString()
  await store.em().execute(PUT_OFF, [until, TRIED_FOR_MS, until, accountId])
}

/** What is told becomes a row, and what is not told of waits for its next time all the same. Parameters: rows as JSON, now, now. */
const KEEP = `
WITH asked AS (
  SELECT * FROM json_to_recordset(?::json) AS a(post_id uuid, target_id text, step int, next_at timestamptz,
    is_told boolean, views bigint, likes bigint, comments bigint, shares bigint)
), moved AS (
  UPDATE measuring m SET next_at = a.next_at, claimed_until = NULL, asked_at = ?::timestamptz FROM asked a
  WHERE m.post_id = a.post_id AND m.target_id = a.target_id AND m.step = a.step
  RETURNING m.organisation_id, a.*
)
INSERT INTO measurement (post_id, target_id, step, at, organisation_id, views, likes, comments, shares)
SELECT post_id, target_id, step, ?::timestamptz, organisation_id, views, likes, comments, shares
FROM moved WHERE is_told ON CONFLICT DO NOTHING`

/** `told` by the network's ids. */
export async function keep(
  { store }: Em,
  due: readonly Due[],
  told: ReadonlyMap<string, Metrics>,
  nowMs: number,
): Promise<void> {
  const rows = due.map(({ postId, targetId, step, networkId, publishedMs }) => {
    const metrics = told.get(networkId)
    return {
      post_id: postId,
      target_id: targetId,
      step,
      next_at: isoOf(nextMeasureMs(publishedMs, nowMs)),
      is_told: metrics !== undefined,
      views: wholeOf(metrics?.views),
      likes: wholeOf(metrics?.likes),
      comments: wholeOf(metrics?.comments),
      shares: wholeOf(metrics?.shares),
    }
  })
  const now = isoOf(nowMs)
  await store.em().execute(KEEP, [JSON.stringify(rows), now, now])
}

/** What is told is never changed to a number that was not: no answer is no zero. */
function wholeOf(count: number | null | undefined): number | null {
  return count == null ? null : Math.round(count)
}

function isoOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}
