/** `tellHolds`: tells a post what stops it that it cannot see, an organisation on hold or a dead account. */
import { isUuid } from '../engine/kernel/ids.ts'
import type { ParleyNode } from '../engine/node.ts'
import { MACHINERY } from '../engine/post/attempt.ts'
import type { PostState } from '../engine/post/state.ts'
import { isTargetOver } from '../engine/post/status.ts'
import type { PostCommand } from '../engine/protocol/commands/post-command.ts'
import { ERRORS, Refusal } from '../engine/protocol/errors.ts'
import type { Holder } from '../engine/protocol/post-shapes.ts'
import { Organisation } from '../engine/store/entities/organisation.ts'
import { SocialAccount } from '../engine/store/entities/social-account.ts'
import { type AskingPost, askPost } from './ask-post.ts'

/**
 * Nobody looks at these tables when a post is fired. To be called before a post gets a time, so that it cannot slip out, and
 * after it, so that whoever threw the switch meanwhile is heeded. True when it was told something.
 */
export async function tellHolds(node: ParleyNode, postId: string, state: PostState): Promise<boolean> {
  const { organisationId } = state
  const targets = [...state.targets.values()].filter((target) => !isTargetOver(target))
  const accountIds = targets.flatMap(({ to }) => (to.kind === 'account' ? [to.accountId] : []))
  const em = node.store.scoped(organisationId)
  const [isHeld, dead] = await Promise.all([
    isOnHold(node, organisationId),
    em.find(SocialAccount, { id: { $in: accountIds.filter(isUuid) }, health: 'dead' }),
  ])
  const deadIds = new Set(dead.map(({ id }) => id))
  const tell = (by: Holder, targetId: string | null) =>
    askUnlessSo(node, { postId, organisationId, authorId: MACHINERY }, { type: 'post.hold', by, targetId })
  let isTold = false
  if (isHeld && targets.some(({ held }) => !held.includes('organisation')))
    isTold = await tell('organisation', null)
  for (const { id, to, held } of targets) {
    if (to.kind !== 'account' || !deadIds.has(to.accountId) || held.includes('credential')) continue
    isTold = (await tell('credential', id)) || isTold
  }
  return isTold
}

export async function isOnHold({ store }: ParleyNode, organisationId: string): Promise<boolean> {
  return (await store.em().findOne(Organisation, { id: organisationId }))?.postsHeld ?? false
}

/** False when the post would not have it: it is like that already. */
export async function askUnlessSo(
  node: ParleyNode,
  who: Omit<AskingPost, 'commandId'>,
  command: PostCommand,
): Promise<boolean> {
  try {
    await askPost(node, { ...who, commandId: node.newId() }, command)
    return true
  } catch (error) {
    if (error instanceof Refusal && !ERRORS[error.reason].retryable) return false
    throw error
  }
}
