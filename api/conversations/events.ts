/** `conversations.events`: one conversation live, from a position or from now on. */
import { refuse } from '../../engine/protocol/errors.ts'
import { parsePosition } from '../../engine/protocol/position.ts'
import { conversationIdOf } from '../inputs.ts'
import { roomFeed } from '../live.ts'
import { checkMayFollow } from '../may-follow.ts'
import { myRoomsIn } from '../my-rooms.ts'
import type { SignedInCtx } from '../procedure.ts'

/**
 * Yields the events of each tick, tracked by the position of the last. Without `lastEventId` it starts at the head;
 * a position that cannot be continued, one of another epoch too, yields a `reset` first.
 * Refuses with INVALID_INPUT (not a position), UNKNOWN_CONVERSATION and NOT_A_MEMBER.
 */
export function events(ctx: SignedInCtx, input: { conversationId: string; lastEventId?: string | null }) {
  const roomId = conversationIdOf(input.conversationId)
  const from = input.lastEventId ? parsePosition(input.lastEventId) : null
  if (input.lastEventId && !from) refuse('INVALID_INPUT', { message: 'lastEventId is not a position.' })
  return roomFeed(ctx, {
    person: ctx.session,
    roomId,
    from,
    check: () => checkMayFollow(ctx, roomId),
    mine: myRoomsIn(ctx.node.store),
  })
}
