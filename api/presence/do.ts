/** What a person does that others see for a moment. */
import type { SignedInCtx } from '../procedure.ts'
import { checkMember } from './check.ts'

export interface TypingInput {
  readonly conversationId: string
  readonly isTyping: boolean
}

/**
 * Believed for five seconds; who goes on typing says so again every three. Nothing is stored, and a word that is lost
 * is not missed. Refuses with UNKNOWN_CONVERSATION and NOT_A_MEMBER.
 */
export async function setTyping(ctx: SignedInCtx, { conversationId, isTyping }: TypingInput) {
  const roomId = await checkMember(ctx, conversationId)
  ctx.node.presence.type(roomId, ctx.session.userId, isTyping)
  return {}
}
