/** `askerOf`: what `mayWithPost` must know of a person. */
import type { Asker } from '../protocol/post-permissions.ts'
import { Membership } from '../store/entities/membership.ts'
import type { Planner } from './planner.ts'

/** `authorId` is that of the post; null for what concerns no one post. */
export async function askerOf(
  { store }: { readonly store: Pick<Planner['store'], 'scoped'> },
  organisationId: string,
  userId: string,
  authorId: string | null,
): Promise<Asker> {
  const em = store.scoped(organisationId)
  const role = (await em.findOne(Membership, { userId }))?.role
  const isAuthor = authorId === userId
  const mayBeAlone = isAuthor && role !== 'member' && role !== undefined
  const isOnlyAdmin = mayBeAlone && (await em.count(Membership, { role: { $in: ['admin', 'owner'] } })) === 1
  return { role, isAuthor, isOnlyAdmin }
}
