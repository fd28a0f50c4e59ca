/** `checkMember`: whether somebody may type in a room, or see who does. */
import { accessTo } from '../access.ts'
import { conversationIdOf } from '../inputs.ts'
import type { SignedInCtx } from '../procedure.ts'
import { visibilityOf } from './visibility.ts'

/**
 * Resolves with the room's id. Refuses with UNKNOWN_CONVERSATION and NOT_A_MEMBER. A yes is remembered, so that who
 * types does not ask the database every three seconds; it is forgotten when the person leaves the room.
 */
export async function checkMember(ctx: SignedInCtx, conversationId: string): Promise<string> {
  const roomId = conversationIdOf(conversationId)
  const { isKnownMember, learnMember } = visibilityOf(ctx.node)
  const { userId, organisationId } = ctx.session
  if (isKnownMember(roomId, userId, organisationId)) return roomId
  const learn = learnMember(roomId, userId, organisationId)
  await accessTo(ctx, roomId)
  learn()
  return roomId
}
