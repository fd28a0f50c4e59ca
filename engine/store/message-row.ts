/** A message as its tables hold it, and as people see it: the event that sent it, and what it has become since. */
import type { Message } from '../conversation/message.ts'
import type { MessageSent } from '../protocol/events/message-sent.ts'

/** Of `event AS e` with WITH_CHANGES. */
export const MESSAGE_COLUMNS =
  'e.seq, e.author_id, e.command_id, e.payload, e.at, m.text AS new_text, m.edited_at, m.deleted_at'

/** A join to `event AS e`. With LIMIT it stays one descent an event, whatever the planner believes of the tables. */
export const WITH_CHANGES = `LEFT JOIN LATERAL (
  SELECT text, edited_at, deleted_at FROM message WHERE conversation_id = e.room_id AND seq = e.seq LIMIT 1
) AS m ON true`

/** Numbers and times as `pg`, MikroORM or `json_agg` give them. */
export interface MessageRow {
  readonly seq: string | number
  readonly author_id: string
  readonly command_id: string
  readonly payload: MessageSent['payload']
  readonly at: string | Date
  /** Null, as the two that follow, until it changes. */
  readonly new_text: string | null
  readonly edited_at: string | Date | null
  readonly deleted_at: string | Date | null
}

export function messageOf(row: MessageRow): Message {
  const { messageId, text, replyTo } = row.payload
  return {
    messageId,
    seq: Number(row.seq),
    authorId: row.author_id,
    commandId: row.command_id,
    text: row.new_text ?? text,
    at: iso(row.at),
    editedAt: row.edited_at && iso(row.edited_at),
    deletedAt: row.deleted_at && iso(row.deleted_at),
    replyTo,
  }
}

function iso(time: string | Date): string {
  return new Date(time).toISOString()
}
