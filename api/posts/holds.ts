/** `hold`: the organisation's one switch, which stops all of its posts or lets them go. */
import { Organisation } from '../../engine/store/entities/organisation.ts'
import { checkMayWithPost } from '../post-access.ts'
import type { SignedInCtx } from '../procedure.ts'
import { askUnlessSo, isOnHold } from '../tell-holds.ts'

/** Posts that are told at once. */
const AT_ONCE = 64

/** Soonest first. Parameter: the organisation. */
const UNFINISHED = `
  SELECT id FROM post WHERE organisation_id = ? AND status NOT IN ('published', 'failed', 'cancelled')
   ORDER BY at DESC NULLS FIRST, id DESC`

/**
 * Answers once each post has been told, the soonest first. It may be asked again after a failure: who knows already is
 * passed over. A post that gets its time meanwhile looks at the switch itself. Refuses with NO_PERMISSION.
 */
export async function hold(
  ctx: SignedInCtx,
  { isHeld }: { readonly isHeld: boolean },
): Promise<{ isHeld: boolean }> {
  const { node, session } = ctx
  const { organisationId, userId: authorId } = session
  await checkMayWithPost(ctx, 'holdAll', null)
  const em = node.store.em()
  await em.nativeUpdate(Organisation, { id: organisationId }, { postsHeld: isHeld })
  const latestFirst = await em.execute<{ id: string }[]>(UNFINISHED, [organisationId])
  const type = isHeld ? 'post.hold' : 'post.release'
  const next = async () => {
    for (let post = latestFirst.pop(); post !== undefined; post = latestFirst.pop()) {
      const who = { postId: post.id, organisationId, authorId }
      await askUnlessSo(node, who, { type, by: 'organisation', targetId: null })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, next))
  return { isHeld }
}

export async function holding({ node, session }: SignedInCtx): Promise<{ isHeld: boolean }> {
  return { isHeld: await isOnHold(node, session.organisationId) }
}
