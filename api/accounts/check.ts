/** What can be wrong with wishes about accounts. */
import { isUuid } from '../../engine/kernel/ids.ts'
import { refuse } from '../../engine/protocol/errors.ts'
import { Membership } from '../../engine/store/entities/membership.ts'
import { SocialAccount } from '../../engine/store/entities/social-account.ts'
import type { SignedInCtx } from '../procedure.ts'

/** Refuses what cannot be an account's id with UNKNOWN_ACCOUNT, as if it had been looked up. */
export function accountIdOf(text: string): string {
  return isUuid(text) ? text : refuse('UNKNOWN_ACCOUNT')
}

/**
 * Anybody may connect what they can sign in to; posts of all the others end with it, so only who connected it, owners
 * and admins let it go. Refuses with UNKNOWN_ACCOUNT and NO_PERMISSION.
 */
export async function checkMayDisconnect({ node, session }: SignedInCtx, id: string): Promise<void> {
  const em = node.store.scoped(session.organisationId)
  const [account, membership] = await Promise.all([
    em.findOne(SocialAccount, { id }),
    em.findOne(Membership, { userId: session.userId }),
  ])
  if (account === null) refuse('UNKNOWN_ACCOUNT')
  const isLeading = membership?.role === 'owner' || membership?.role === 'admin'
  if (!isLeading && account.connectedBy !== session.userId) refuse('NO_PERMISSION')
}
