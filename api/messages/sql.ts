/** Reads of messages as one query each: access, head and messages of one moment. They name the organisation themselves. */
import { MESSAGE_COLUMNS, type MessageRow, WITH_CHANGES } from '../../engine/store/message-row.ts'

/**
 * Parameters: me, bound of seq, limit, conversation, organisation. MikroORM would ask three times and build an entity
 * for each message; no row means that there is no such conversation, and a stranger gets one without a message.
 * Other events that lie between are read and left out: 50 messages of a room where each is edited are 100 rows.
 */
function page(comparison: '<' | '>', order: 'ASC' | 'DESC'): string {
  return `
  SELECT c.head, member.user_id IS NOT NULL AS is_member, p.*
    FROM conversation c
    LEFT JOIN member ON member.conversation_id = c.id AND member.user_id = $1
    LEFT JOIN LATERAL (
      SELECT ${MESSAGE_COLUMNS}
        FROM (
          SELECT * FROM event
           WHERE room_id = c.id AND member.user_id IS NOT NULL AND kind = 'message.sent' AND seq ${comparison} $2::bigint
           ORDER BY seq ${order}
           LIMIT $3::int
        ) e ${WITH_CHANGES}
    ) p ON true
   WHERE c.id = $4 AND c.organisation_id = $5
   ORDER BY p.seq`
}

export const PAGE_BEFORE = { name: 'page-before', text: page('<', 'DESC') }
export const PAGE_AFTER = { name: 'page-after', text: page('>', 'ASC') }

/** `seq` is null, as all of the message, when the page is empty. */
export type PageRow = { readonly head: string | number; readonly is_member: boolean } & (
  | MessageRow
  | { readonly seq: null }
)

/**
 * Parameters: conversation, seq of the message, its id as JSON. Every text it had, oldest first, the present one too.
 * Edits have an index of their own, so this reads what was edited since in the conversation and nothing of what was sent.
 */
export const TEXTS = `
  SELECT payload, at FROM event WHERE room_id = $1 AND seq = $2
  UNION ALL
  (SELECT payload, at FROM event
    WHERE room_id = $1 AND seq > $2 AND kind = 'message.edited' AND (payload->'messageId')::text = $3
    ORDER BY seq)`

export interface TextRow {
  readonly payload: { readonly text: string }
  readonly at: string | Date
}
