/** `sync.resume`: brings a client that was away to the present in all its rooms, and keeps it there. */
import { Member } from '../../engine/store/entities/member.ts'
import { BEGINNING, type RoomsWanted, roomsFeed } from '../live.ts'
import type { SignedInCtx } from '../procedure.ts'
import { checkPositions } from './check.ts'

interface ResumeInput {
  readonly positions: Readonly<Record<string, string>>
  readonly followNew: boolean
}

/**
 * Yields `{roomId, position, events}`. Rooms one is not (any more) a member of are left out; a position that cannot
 * be continued begins with a `reset`. With `followNew` every other room of mine is followed too, from a `reset` on.
 * Refuses with INVALID_INPUT.
 */
export function resume(ctx: SignedInCtx, { positions, followNew }: ResumeInput) {
  const known = checkPositions(positions)
  const { userId, organisationId } = ctx.session

  async function rooms(): Promise<RoomsWanted> {
    const mine = await ctx.node.store
      .scoped(organisationId)
      .find(Member, followNew ? { userId } : { userId, conversationId: { $in: [...known.keys()] } }, {
        fields: ['conversationId'],
        disableIdentityMap: true,
      })
    return new Map(mine.map(({ conversationId }) => [conversationId, known.get(conversationId) ?? BEGINNING]))
  }

  return roomsFeed(ctx, { userId, followNew, rooms })
}
