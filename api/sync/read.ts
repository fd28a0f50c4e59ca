/** `sync.resume`: brings a client that was away to the present in all its rooms, and keeps it there. */
import { BEGINNING, type RoomsWanted, roomsFeed } from '../live.ts'
import type { SignedInCtx } from '../procedure.ts'
import { checkPositions } from './check.ts'
import { myRooms } from './my-rooms.ts'

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
    const mine = await myRooms(ctx.node.store, { userId, organisationId })
    const wanted = followNew ? mine : mine.filter((roomId) => known.has(roomId))
    return new Map(wanted.map((roomId) => [roomId, known.get(roomId) ?? BEGINNING]))
  }

  return roomsFeed(ctx, { userId, followNew, rooms })
}
