/** Acts on messages: each is one wish to the conversation's room. */
import type { Answer } from '../../engine/actors/ports.ts'
import { must } from '../../engine/kernel/assert.ts'
import { ask } from '../ask.ts'
import type { SignedInCtx } from '../procedure.ts'

export interface MessageAnswer {
  readonly seq: number
  readonly messageId: string
  readonly at: string
}

interface Speaking {
  readonly conversationId: string
  readonly commandId: string
}

/** Refuses with TEXT_EMPTY, TEXT_TOO_LONG, NOT_A_MEMBER, ARCHIVED, UNKNOWN_MESSAGE (for `replyTo`). */
export async function send(
  ctx: SignedInCtx,
  input: Speaking & { text: string; replyTo?: string },
): Promise<MessageAnswer> {
  const { text, replyTo = null } = input
  return messageAnswer(await ask(ctx, input, { type: 'message.send', text, replyTo }))
}

export async function edit(
  ctx: SignedInCtx,
  input: Speaking & { messageId: string; text: string },
): Promise<MessageAnswer> {
  const { messageId, text } = input
  return messageAnswer(await ask(ctx, input, { type: 'message.edit', messageId, text }))
}

export async function deleteMessage(
  ctx: SignedInCtx,
  input: Speaking & { messageId: string },
): Promise<MessageAnswer> {
  return messageAnswer(await ask(ctx, input, { type: 'message.delete', messageId: input.messageId }))
}

function messageAnswer({ seq, messageId, at }: Answer): MessageAnswer {
  return { seq, messageId: must(messageId, 'the answer names the message'), at }
}
