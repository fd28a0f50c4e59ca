/** Reads of messages: a page of history, and the former texts of one. */
import type { Message as MessageView } from '../../engine/conversation/message.ts'
import { refuse } from '../../engine/protocol/errors.ts'
import { Event } from '../../engine/store/entities/event.ts'
import { Message } from '../../engine/store/entities/message.ts'
import { accessTo } from '../access.ts'
import { conversationIdOf, messageIdOf } from '../inputs.ts'
import type { SignedInCtx } from '../procedure.ts'
import type { Page } from './check.ts'
import { PAGE_AFTER, PAGE_BEFORE, type PageRow } from './sql.ts'

export interface History {
  /** Oldest first. */
  readonly items: readonly MessageView[]
  /** seq of the conversation's last event, of the same moment as the page. */
  readonly head: number
}

/** One page by seq, so the thousandth costs what the first costs. Newest page without bounds. */
export async function history({ node, session }: SignedInCtx, page: Page): Promise<History> {
  const { before = Number.MAX_SAFE_INTEGER, after, limit } = page
  const rows = await node.store
    .scoped(session.organisationId)
    .execute<PageRow[]>(after === undefined ? PAGE_BEFORE : PAGE_AFTER, [
      session.userId,
      after ?? before,
      limit,
      conversationIdOf(page.conversationId),
      session.organisationId,
    ])
  const [first] = rows
  if (first === undefined) refuse('UNKNOWN_CONVERSATION')
  if (!first.is_member) refuse('NOT_A_MEMBER')
  return { items: first.seq === null ? [] : rows.map(messageView), head: Number(first.head) }
}

/** The texts a message had before the one it has, oldest first. A deleted message keeps none. */
export async function edits(
  ctx: SignedInCtx,
  input: { conversationId: string; messageId: string },
): Promise<{ items: { text: string; at: string }[] }> {
  const { em, conversation } = await accessTo(ctx, input.conversationId)
  const messageId = messageIdOf(input.messageId)
  const message = await em.findOne(Message, { conversationId: conversation.id, messageId })
  if (!message) refuse('UNKNOWN_MESSAGE')
  if (message.deletedAt || !message.editedAt) return { items: [] }
  const events = await em.find(
    Event,
    {
      roomId: conversation.id,
      authorId: message.authorId,
      seq: { $gte: message.seq },
      kind: { $in: ['message.sent', 'message.edited'] },
      payload: { messageId },
    },
    { orderBy: { seq: 'asc' } },
  )
  const texts = events.map(({ payload, at }) => ({
    text: (payload as { text: string }).text,
    at: at.toISOString(),
  }))
  return { items: texts.slice(0, -1) }
}

function messageView(row: PageRow): MessageView {
  return {
    messageId: row.message_id,
    seq: Number(row.seq),
    authorId: row.author_id,
    commandId: row.command_id,
    text: row.text,
    at: iso(row.at),
    editedAt: row.edited_at && iso(row.edited_at),
    deletedAt: row.deleted_at && iso(row.deleted_at),
    replyTo: row.reply_to,
  }
}

function iso(instant: string | Date): string {
  return new Date(instant).toISOString()
}
