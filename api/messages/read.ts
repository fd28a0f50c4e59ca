/** Reads of messages: a page of history, and the former texts of one. */
import type { Message as MessageView } from '../../engine/conversation/message.ts'
import { seqOfId } from '../../engine/kernel/ids.ts'
import { refuse } from '../../engine/protocol/errors.ts'
import { messageOf } from '../../engine/store/message-row.ts'
import { accessTo } from '../access.ts'
import { conversationIdOf, messageIdOf } from '../inputs.ts'
import type { SignedInCtx } from '../procedure.ts'
import type { Page } from './check.ts'
import { PAGE_AFTER, PAGE_BEFORE, type PageRow, TEXTS, type TextRow } from './sql.ts'

export interface History {
  /** Oldest first. */
  readonly items: readonly MessageView[]
  /** seq of the conversation's last event, of the same moment as the page. */
  readonly head: number
}

/** One page by seq, so the thousandth costs what the first costs. Newest page without bounds. */
export async function history({ node, session }: SignedInCtx, page: Page): Promise<History> {
  const { before = Number.MAX_SAFE_INTEGER, after, limit } = page
  const { rows } = await node.store.reads.query<PageRow>({
    ...(after === undefined ? PAGE_BEFORE : PAGE_AFTER),
    values: [
      session.userId,
      after ?? before,
      limit,
      conversationIdOf(page.conversationId),
      session.organisationId,
    ],
  })
  const [first] = rows
  if (first === undefined) refuse('UNKNOWN_CONVERSATION')
  if (!first.is_member) refuse('NOT_A_MEMBER')
  return {
    items: rows.flatMap((row) => (row.seq === null ? [] : [messageOf(row)])),
    head: Number(first.head),
  }
}

/** The texts a message had before the one it has, oldest first. A deleted message keeps none. */
export async function edits(
  ctx: SignedInCtx,
  input: { conversationId: string; messageId: string },
): Promise<{ items: { text: string; at: string }[] }> {
  const { conversation } = await accessTo(ctx, input.conversationId)
  const messageId = messageIdOf(input.messageId)
  const message = await ctx.node.store.journal.findMessage(conversation.id, messageId)
  if (!message) refuse('UNKNOWN_MESSAGE')
  if (message.deleted) return { items: [] }
  const { rows } = await ctx.node.store.reads.query<TextRow>({
    name: 'texts',
    text: TEXTS,
    values: [conversation.id, seqOfId(messageId), JSON.stringify(messageId)],
  })
  const texts = rows.map(({ payload, at }) => ({ text: payload.text, at: new Date(at).toISOString() }))
  return { items: texts.slice(0, -1) }
}
