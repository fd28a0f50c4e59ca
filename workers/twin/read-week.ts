/** `readWeek`: reads what the next days hold from the database, and changes nothing there. */

import type { PostEvent } from '../../engine/protocol/events/post-event.ts'
import { EVENT_COLUMNS, type EventRow, eventOf } from '../../engine/store/event-row.ts'
import type { ReadOnly } from '../../engine/store/read-only.ts'
import type {
  Week,
  WeekAccount,
  WeekBudget,
  WeekConversation,
  WeekMedia,
  WeekPost,
  WeekSlot,
} from './week.ts'

const DAY_MS = 24 * 60 * 60_000
/** More than a person reads; the soonest are taken. */
export const POSTS_MAX = 5_000

const POSTS = `
SELECT p.id FROM post p
WHERE ($1::uuid IS NULL OR p.organisation_id = $1::uuid)
  AND p.status NOT IN ('draft', 'cancelled', 'published', 'failed')
  AND (p.at BETWEEN $2::timestamptz AND $3::timestamptz
    OR p.local_at IS NOT NULL AND p.at IS NULL
    OR EXISTS (SELECT 1 FROM due d WHERE d.room_id = p.id AND d.due_at <= $3::timestamptz))
ORDER BY p.at, p.id LIMIT ${POSTS_MAX}`

const EVENTS = `SELECT room_id, ${EVENT_COLUMNS} FROM event WHERE room_id = ANY ($1::uuid[]) ORDER BY room_id, event.seq`

/** Also those that are gone: posts may still go there. */
const ACCOUNTS = `
SELECT id, organisation_id AS "organisationId", network, account_ref AS "accountRef", name, handle, scopes,
  expires_at AS "expiresAt", refreshed_at AS "refreshedAt", health, trouble, removed_at IS NOT NULL AS "isRemoved"
FROM social_account WHERE id IN (SELECT to_id FROM post_target WHERE post_id = ANY ($1::uuid[]) AND to_kind = 'account')`

const BUDGETS = `
SELECT key, used::float8 AS used, limit_at_most::float8 AS "limitAtMost", blocked_until AS "blockedUntil",
  ends_at AS "endsAt" FROM budget WHERE ends_at > $1::timestamptz OR blocked_until > $1::timestamptz`

const MEDIA = `
SELECT m.id, m.organisation_id AS "organisationId", type, bytes::float8 AS bytes, width, height,
  duration_ms::float8 AS "durationMs", alt_text AS "altText"
FROM media m WHERE m.id::text IN (SELECT unnest(media_ids) FROM post WHERE id = ANY ($1::uuid[]))`

const CONVERSATIONS = `
SELECT c.id, c.organisation_id AS "organisationId", c.title, c.archived AS "isArchived",
  coalesce((SELECT json_agg(json_build_object('userId', m.user_id, 'role', m.role))
    FROM member m WHERE m.conversation_id = c.id AND m.user_id IN (SELECT author_id FROM post WHERE id = ANY ($1::uuid[]))), '[]') AS members
FROM conversation c
WHERE c.id IN (SELECT to_id FROM post_target WHERE post_id = ANY ($1::uuid[]) AND to_kind = 'conversation')`

const SLOTS = `
SELECT account_id AS "accountId", weekday, local_time AS "localTime", time_zone AS "timeZone" FROM posting_slot
WHERE NOT paused AND account_id IN (SELECT to_id FROM post_target WHERE post_id = ANY ($1::uuid[]) AND to_kind = 'account')`

const HELD = 'SELECT id FROM organisation WHERE posts_held'
const NOW = 'SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS ms'

export interface WeekAsked {
  /** Null: all there are. */
  readonly organisationId: string | null
  readonly days: number
}

export async function readWeek({ read }: ReadOnly, { organisationId, days }: WeekAsked): Promise<Week> {
  const [clock] = await read<{ ms: number }>(NOW)
  const nowMs = Math.floor(clock?.ms ?? 0)
  const untilMs = nowMs + days * DAY_MS
  const now = new Date(nowMs).toISOString()
  const found = await read<{ id: string }>(POSTS, [organisationId, now, new Date(untilMs).toISOString()])
  const ids = [found.map(({ id }) => id)]
  const events = await read<EventRow & { room_id: string }>(EVENTS, ids)
  const accounts = await read<Dated<WeekAccount, 'expiresAt' | 'refreshedAt'>>(ACCOUNTS, ids)
  const budgets = await read<Dated<WeekBudget, 'blockedUntil' | 'endsAt'>>(BUDGETS, [now])
  return {
    nowMs,
    untilMs,
    posts: postsOf(found, events),
    accounts: accounts.map((row) => ({
      ...row,
      expiresAt: row.expiresAt?.toISOString() ?? null,
      refreshedAt: row.refreshedAt.toISOString(),
    })),
    budgets: budgets.map((row) => ({
      ...row,
      blockedUntil: row.blockedUntil?.toISOString() ?? null,
      endsAt: row.endsAt.toISOString(),
    })),
    media: await read<WeekMedia>(MEDIA, ids),
    conversations: await read<WeekConversation>(CONVERSATIONS, ids),
    slots: await read<WeekSlot>(SLOTS, ids),
    held: (await read<{ id: string }>(HELD)).map(({ id }) => id),
  }
}

/** As `pg` gives times. */
type Dated<Row, Keys extends keyof Row> = Omit<Row, Keys> & {
  readonly [Key in Keys]: null extends Row[Key] ? Date | null : Date
}

function postsOf(
  found: readonly { readonly id: string }[],
  events: readonly (EventRow & { readonly room_id: string })[],
): WeekPost[] {
  const rooms = new Map(found.map(({ id }) => [id, [] as PostEvent[]]))
  // rooms of posts hold events of posts only
  for (const row of events) rooms.get(row.room_id)?.push(eventOf(row) as PostEvent)
  return [...rooms].map(([id, ofRoom]) => ({ id, events: ofRoom }))
}
