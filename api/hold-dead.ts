/** `holdDead`: holds the targets of a post whose account is dead, so that nobody waits for what cannot go out. */
import { isUuid } from '../engine/kernel/ids.ts'
import type { ParleyNode } from '../engine/node.ts'
import { MACHINERY } from '../engine/post/attempt.ts'
import type { PostState } from '../engine/post/state.ts'
import { isTargetOver } from '../engine/post/status.ts'
import { ERRORS, Refusal } from '../engine/protocol/errors.ts'
import { SocialAccount } from '../engine/store/entities/social-account.ts'
import { askPost } from './ask-post.ts'

/** To be called when a post gets a time; whoever connects the account again lets it go. True when something was held. */
export async function holdDead(node: ParleyNode, postId: string, state: PostState): Promise<boolean> {
  const { organisationId } = state
  const toAccounts = [...state.targets.values()].flatMap((target) => {
    const { id, to, held } = target
    const isFree = to.kind === 'account' && !held.includes('credential') && !isTargetOver(target)
    return isFree ? [{ targetId: id, accountId: to.accountId }] : []
  })
  const ids = toAccounts.map(({ accountId }) => accountId).filter(isUuid)
  if (ids.length === 0) return false
  const dead = await node.store
    .scoped(organisationId)
    .find(SocialAccount, { id: { $in: ids }, health: 'dead' })
  const deadIds = new Set(dead.map(({ id }) => id))
  let isHeld = false
  for (const { targetId, accountId } of toAccounts) {
    if (!deadIds.has(accountId)) continue
    const who = { postId, organisationId, authorId: MACHINERY, commandId: node.newId() }
    try {
      await askPost(node, who, { type: 'post.hold', by: 'credential', targetId })
      isHeld = true
    } catch (error) {
      // somebody else has told it meanwhile
      if (!(error instanceof Refusal) || ERRORS[error.reason].retryable) throw error
    }
  }
  return isHeld
}
