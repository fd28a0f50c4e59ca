/** `sync.resume`: brings a client that was away to the present in all its rooms, and keeps it there. */
import { BEGINNING, type RoomsWanted, roomsFeed } from '../live.ts'
import { myRoomsIn } from '../my-rooms.ts'
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
  const person = ctx.session
  const mine = myRoomsIn(ctx.node.store)

  async function rooms(): Promise<RoomsWanted> {
    const all = await mine(person)
    const wanted = followNew ? all : all.filter((roomId) => known.has(roomId))
    return new Map(wanted.map((roomId) => [roomId, known.get(roomId) ?? BEGINNING]))
  }

  return roomsFeed(ctx, { person, followNew, rooms, mine })
}
