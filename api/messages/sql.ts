/** The page of history as one query: access, head and messages of one moment. It names the organisation itself. */

/**
 * Parameters: me, bound of seq, limit, conversation, organisation. MikroORM would ask three times and build an entity
 * for each message; no row means that there is no such conversation, and a stranger gets one without a message.
 */
function page(comparison: '<' | '>', order: 'ASC' | 'DESC'): string {
  return `
  SELECT c.head, m.user_id IS NOT NULL AS is_member, p.*
    FROM conversation c
    LEFT JOIN member m ON m.conversation_id = c.id AND m.user_id = ?
    LEFT JOIN LATERAL (
      SELECT seq, message_id, author_id, command_id, text, at, edited_at, deleted_at, reply_to
        FROM message
       WHERE conversation_id = c.id AND m.user_id IS NOT NULL AND seq ${comparison} ?::bigint
       ORDER BY seq ${order}
       LIMIT ?
    ) p ON true
   WHERE c.id = ? AND c.organisation_id = ?
   ORDER BY p.seq`
}

export const PAGE_BEFORE = page('<', 'DESC')
export const PAGE_AFTER = page('>', 'ASC')

export interface PageRow {
  readonly head: string | number
  readonly is_member: boolean
  /** Null, as all that follow, when the page is empty. */
  readonly seq: string | number | null
  readonly message_id: string
  readonly author_id: string
  readonly command_id: string
  readonly text: string
  readonly at: string | Date
  readonly edited_at: string | Date | null
  readonly deleted_at: string | Date | null
  readonly reply_to: string | null
}
