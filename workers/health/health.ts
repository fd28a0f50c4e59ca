/**
 * `startHealth`: holds what waits for an account that died, and lets go of it when somebody has connected it again.
 *
 * Heard in the process where it happened. What is missed because that died is found out by the next attempt: it ends as
 * "the account must be connected again".
 */
import type { Log } from '../../engine/actors/ports.ts'
import type { Outside } from '../../engine/outside/outside.ts'
import { asked, type Visitor } from '../../engine/post/attempt.ts'
import { PostTarget } from '../../engine/store/entities/post-target.ts'
import type { Store } from '../../engine/store/store.ts'

export interface HealthParts extends Visitor {
  readonly outside: { readonly accounts: Pick<Outside['accounts'], 'onHealth'> }
  readonly store: Pick<Store, 'scoped'>
  readonly log: Log
}

type Heard = Parameters<Parameters<Outside['accounts']['onHealth']>[0]>[0]

/** Returns a function that ends it. */
export function startHealth(parts: HealthParts): () => void {
  return parts.outside.accounts.onHealth((account) => {
    tell(parts, account).catch((error) =>
      parts.log.warn({ err: error, account: account.accountId }, 'posts were not told of their account'),
    )
  })
}

async function tell(parts: HealthParts, { accountId, organisationId, health }: Heard): Promise<void> {
  const life = { $nin: ['published', 'skipped', 'cancelled'] as const }
  const targets = await parts.store.scoped(organisationId).find(PostTarget, { toId: accountId, life })
  const type = health === 'dead' ? ('post.hold' as const) : ('post.release' as const)
  for (const { postId, targetId } of targets) {
    const place = { postId, organisationId, targetId, step: 0 }
    await asked(parts, place, parts.newId(), { type, by: 'credential', targetId })
  }
}
