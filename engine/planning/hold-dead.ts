/** `holdDead`: holds the targets of a post whose account is dead, so that nobody waits for what cannot go out. */
import { isUuid } from '../kernel/ids.ts'
import { MACHINERY } from '../post/attempt.ts'
import type { PostState } from '../post/state.ts'
import { isTargetOver } from '../post/status.ts'
import { ERRORS, Refusal } from '../protocol/errors.ts'
import { SocialAccount } from '../store/entities/social-account.ts'
import type { Planner } from './planner.ts'

/** To be called when a post gets a time; whoever connects the account again lets it go. True when something was held. */
export async function holdDead(
  { store, deliver, newId }: Pick<Planner, 'store' | 'deliver' | 'newId'>,
  postId: string,
  state: PostState,
): Promise<boolean> {
  const { organisationId } = state
  const toAccounts = [...state.targets.values()].flatMap((target) => {
    const { id, to, held } = target
    const isFree = to.kind === 'account' && !held.includes('credential') && !isTargetOver(target)
    return isFree ? [{ targetId: id, accountId: to.accountId }] : []
  })
  const ids = toAccounts.map(({ accountId }) => accountId).filter(isUuid)
  if (ids.length === 0) return false
  const dead = await store.scoped(organisationId).find(SocialAccount, { id: { $in: ids }, health: 'dead' })
  const deadIds = new Set(dead.map(({ id }) => id))
  let isHeld = false
  for (const { targetId, accountId } of toAccounts) {
    if (!deadIds.has(accountId)) continue
    const who = { roomId: postId, organisationId, authorId: MACHINERY, commandId: newId() }
    try {
      const command = { type: 'post.hold', by: 'credential', targetId } as const
      await deliver({ kind: 'post', ...who, command })
      isHeld = true
    } catch (error) {
      // somebody else has told it meanwhile
      if (!(error instanceof Refusal) || ERRORS[error.reason].retryable) throw error
    }
  }
  return isHeld
}
