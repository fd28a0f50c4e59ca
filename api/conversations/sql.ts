/** The reads that MikroORM cannot say in one query. Each names the organisation itself: filters do not reach here. */
import type { ConversationKind } from '../../engine/conversation/state.ts'
import type { Role } from '../../engine/protocol/permissions.ts'

/**
 * Parameters: me, organisation, cursor instant, cursor id, limit.
 * The page is cut first, so that the counts are made for its rows only; each looks at the newest 500 messages at
 * most, so a room where somebody never reads costs no more than any other.
 */
export const LIST = `
  WITH page AS MATERIALIZED (
    SELECT c.*, m.read_seq, m.user_id
      FROM member m JOIN conversation c ON c.id = m.conversation_id
     WHERE m.user_id = $1 AND m.organisation_id = $2 AND c.organisation_id = m.organisation_id
       AND (c.last_at, c.id) < ($3::timestamptz, $4::uuid)
     ORDER BY c.last_at DESC, c.id DESC
     LIMIT $5::int
  )
  SELECT page.id, page.kind, page.title, page.archived, page.head, page.last_at,
         page.last_message_id, page.last_message_seq, page.last_message_author_id, page.last_message_text,
         page.last_message_at, page.last_message_deleted,
         peer.id AS peer_id, peer.name AS peer_name, unread.count AS unread
    FROM page
    LEFT JOIN LATERAL (
      SELECT u.id, u.name
        FROM member other JOIN "user" u ON u.id = other.user_id
       WHERE page.kind = 'direct' AND other.conversation_id = page.id AND other.user_id <> page.user_id
       LIMIT 1
    ) peer ON true
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS count
        FROM (
          SELECT
            FROM (
              SELECT seq, author_id
                FROM event
               WHERE room_id = page.id AND kind = 'message.sent' AND seq > page.read_seq
               ORDER BY seq DESC
               LIMIT 500
            ) newest
           WHERE author_id <> page.user_id AND NOT EXISTS (
             SELECT FROM message m
              WHERE m.conversation_id = page.id AND m.seq = newest.seq AND m.deleted_at IS NOT NULL OFFSET 0
           )
           LIMIT 100
        ) counted
    ) unread
   ORDER BY page.last_at DESC, page.id DESC`

export interface ListRow {
  readonly id: string
  readonly kind: ConversationKind
  readonly title: string | null
  readonly archived: boolean
  readonly head: string | number
  readonly last_at: string | Date
  readonly last_message_id: string | null
  readonly last_message_seq: string | number | null
  readonly last_message_author_id: string | null
  readonly last_message_text: string | null
  readonly last_message_at: string | Date | null
  readonly last_message_deleted: boolean
  readonly peer_id: string | null
  readonly peer_name: string | null
  readonly unread: number
}

/** Parameters: organisation, pattern, me, cursor title, cursor id, limit. */
export const BROWSE = `
  WITH page AS MATERIALIZED (
    SELECT c.id, c.title
      FROM conversation c
     WHERE c.organisation_id = ? AND c.kind = 'channel' AND NOT c.archived AND c.title ILIKE ?
       AND NOT EXISTS (SELECT FROM member m WHERE m.conversation_id = c.id AND m.user_id = ?)
       AND (c.title, c.id) > (?, ?::uuid)
     ORDER BY c.title, c.id
     LIMIT ?
  )
  SELECT page.id, page.title,
         (SELECT count(*)::int FROM member WHERE member.conversation_id = page.id) AS members
    FROM page
   ORDER BY page.title, page.id`

export interface BrowseRow {
  readonly id: string
  readonly title: string
  readonly members: number
}

/** Parameters: conversation, organisation. */
export const MEMBERS = `
  SELECT m.user_id, u.name, m.role
    FROM member m JOIN "user" u ON u.id = m.user_id
   WHERE m.conversation_id = ? AND m.organisation_id = ?
   ORDER BY m.joined_seq, m.user_id`

export interface MemberRow {
  readonly user_id: string
  readonly name: string
  readonly role: Role
}
