/** `posts.events`: one post live, from a position or from now on. */
import type { PostReset } from '../../engine/post/state.ts'
import { refuse } from '../../engine/protocol/errors.ts'
import type { PostEvent } from '../../engine/protocol/events/post-event.ts'
import { parsePosition } from '../../engine/protocol/position.ts'
import { Membership } from '../../engine/store/entities/membership.ts'
import { roomFeed } from '../live.ts'
import { postOf } from '../post-access.ts'
import type { SignedInCtx } from '../procedure.ts'

/**
 * Yields the events of each tick, tracked by the position of the last. Without `lastEventId` it starts at the head;
 * a position that cannot be continued, one of another epoch too, yields a `reset` first.
 * Refuses with INVALID_INPUT (not a position) and UNKNOWN_POST.
 */
export function events(ctx: SignedInCtx, input: { postId: string; lastEventId?: string | null }) {
  const { store, readPost } = ctx.node
  const { organisationId } = ctx.session
  const from = input.lastEventId ? parsePosition(input.lastEventId) : null
  if (input.lastEventId && !from) refuse('INVALID_INPUT', { message: 'lastEventId is not a position.' })
  return roomFeed<PostEvent | PostReset>(ctx, {
    person: ctx.session,
    roomId: input.postId,
    from,
    check: () => postOf({ store, readPost }, organisationId, input.postId),
    // whoever belongs to the organisation sees all of its posts
    mine: async ({ userId }) => {
      const isMember = (await store.scoped(organisationId).count(Membership, { userId })) > 0
      return isMember ? [input.postId] : []
    },
  })
}
