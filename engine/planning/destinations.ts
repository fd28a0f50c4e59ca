/** `checkDestinations`: whether a post may go where it is to go. */
import { isUuid } from '../kernel/ids.ts'
import { refuse } from '../protocol/errors.ts'
import type { Destination } from '../protocol/post-shapes.ts'
import { Member } from '../store/entities/member.ts'
import { SocialAccount } from '../store/entities/social-account.ts'
import type { Planner } from './planner.ts'

/**
 * Accounts are the organisation's and still connected; of conversations the author is a member.
 * Refuses with UNKNOWN_ACCOUNT, UNKNOWN_CONVERSATION and AUDIENCES_LATER.
 */
export async function checkDestinations(
  { store }: { readonly store: Pick<Planner['store'], 'scoped'> },
  organisationId: string,
  authorId: string,
  destinations: readonly Destination[],
): Promise<void> {
  const accounts = new Map<string, string>()
  const conversations = new Set<string>()
  for (const to of destinations) {
    if (to.kind === 'account') accounts.set(to.accountId, to.network)
    else if (to.kind === 'conversation') conversations.add(to.conversationId)
    else refuse('AUDIENCES_LATER')
  }
  const em = store.scoped(organisationId)
  if (accounts.size > 0) {
    const ids = [...accounts.keys()].filter(isUuid)
    const found = await em.find(SocialAccount, { id: { $in: ids }, removedAt: null })
    const fitting = found.filter(({ id, network }) => accounts.get(id) === network)
    if (fitting.length < accounts.size) refuse('UNKNOWN_ACCOUNT')
  }
  if (conversations.size > 0) {
    const ids = [...conversations].filter(isUuid)
    const found = await em.count(Member, { conversationId: { $in: ids }, userId: authorId })
    if (found < conversations.size) refuse('UNKNOWN_CONVERSATION')
  }
}
