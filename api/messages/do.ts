/** Acts on messages: each is one wish to the conversation's room. */
import type { Answer } from '../../engine/actors/ports.ts'
import { must } from '../../engine/kernel/assert.ts'
import { ask } from '../ask.ts'
import { messageIdOf } from '../inputs.ts'
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
  const { text } = input
  const replyTo = input.replyTo ? messageIdOf(input.replyTo) : null
  return messageAnswer(await ask(ctx, input, { type: 'message.send', text, replyTo }))
}

/** Refuses with UNKNOWN_MESSAGE (a deleted one too), NO_PERMISSION, NOTHING_TO_CHANGE, TEXT_EMPTY, TEXT_TOO_LONG. */
export async function edit(
  ctx: SignedInCtx,
  input: Speaking & { messageId: string; text: string },
): Promise<MessageAnswer> {
  const command = { type: 'message.edit', messageId: messageIdOf(input.messageId), text: input.text } as const
  return messageAnswer(await ask(ctx, input, command))
}

/** Refuses with UNKNOWN_MESSAGE, NO_PERMISSION, and NOTHING_TO_CHANGE when it is deleted already. */
export async function deleteMessage(
  ctx: SignedInCtx,
  input: Speaking & { messageId: string },
): Promise<MessageAnswer> {
  const command = { type: 'message.delete', messageId: messageIdOf(input.messageId) } as const
  return messageAnswer(await ask(ctx, input, command))
}

function messageAnswer({ seq, messageId, at }: Answer): MessageAnswer {
  return { seq, messageId: must(messageId, 'the answer names the message'), at }
}
