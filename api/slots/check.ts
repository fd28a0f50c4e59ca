/** What can be wrong with what people send about slots. */
import { isUuid } from '../../engine/kernel/ids.ts'
import { isTimeZone } from '../../engine/post/wall-clock.ts'
import { refuse } from '../../engine/protocol/errors.ts'
import { SocialAccount } from '../../engine/store/entities/social-account.ts'
import type { SignedInCtx } from '../procedure.ts'

/** Refuses with UNKNOWN_ACCOUNT unless it is the organisation's and still connected. */
export async function checkAccount({ node, session }: SignedInCtx, accountId: string): Promise<void> {
  const em = node.store.scoped(session.organisationId)
  const account = isUuid(accountId)
    ? await em.findOne(SocialAccount, { id: accountId, removedAt: null })
    : null
  if (account === null) refuse('UNKNOWN_ACCOUNT')
}

export function checkTimeZone(timeZone: string): void {
  if (!isTimeZone(timeZone)) refuse('TIME_INVALID')
}
