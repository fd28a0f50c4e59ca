/** Reads of messages: a page of history, and the former texts of one. */
import type { Message as MessageView } from '../../engine/conversation/message.ts'
import { refuse } from '../../engine/protocol/errors.ts'
import { Event } from '../../engine/store/entities/event.ts'
import { Message } from '../../engine/store/entities/message.ts'
import { accessTo } from '../access.ts'
import { messageIdOf } from '../inputs.ts'
import type { SignedInCtx } from '../procedure.ts'
import type { Page } from './check.ts'

export interface History {
  /** Oldest first. */
  readonly items: readonly MessageView[]
  /** seq of the conversation's last event, read before the page: events after it may or may not be in the page. */
  readonly head: number
}

/** One page by seq, so the thousandth costs what the first costs. Newest page without bounds. */
export async function history(ctx: SignedInCtx, page: Page): Promise<History> {
  const { em, conversation } = await accessTo(ctx, page.conversationId)
  const forward = page.after !== undefined
  const rows = await em.find(
    Message,
    {
      conversationId: conversation.id,
      ...(page.after !== undefined && { seq: { $gt: page.after } }),
      ...(page.before !== undefined && { seq: { $lt: page.before } }),
    },
    { orderBy: { seq: forward ? 'asc' : 'desc' }, limit: page.limit, disableIdentityMap: true },
  )
  if (!forward) rows.reverse()
  return { items: rows.map(messageView), head: conversation.head }
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

function messageView(row: Message): MessageView {
  return {
    messageId: row.messageId,
    seq: row.seq,
    authorId: row.authorId,
    commandId: row.commandId,
    text: row.text,
    at: row.at.toISOString(),
    editedAt: row.editedAt?.toISOString() ?? null,
    deletedAt: row.deletedAt?.toISOString() ?? null,
    replyTo: row.replyTo ?? null,
  }
}
