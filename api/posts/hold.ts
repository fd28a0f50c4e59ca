/** `hold`: the organisation's one switch, which stops all of its posts or lets them go. */
import { Organisation } from '../../engine/store/entities/organisation.ts'
import { checkMayWithPost } from '../post-access.ts'
import type { SignedInCtx } from '../procedure.ts'

/** Whoever fires a post asks for it, so it holds from the next moment on. Refuses with NO_PERMISSION. */
export async function hold(
  ctx: SignedInCtx,
  { isHeld }: { readonly isHeld: boolean },
): Promise<{ isHeld: boolean }> {
  await checkMayWithPost(ctx, 'holdAll', null)
  const { node, session } = ctx
  await node.store.em().nativeUpdate(Organisation, { id: session.organisationId }, { postsHeld: isHeld })
  return { isHeld }
}

export async function holding({ node, session }: SignedInCtx): Promise<{ isHeld: boolean }> {
  return { isHeld: await node.store.dues.isHeld(session.organisationId) }
}
