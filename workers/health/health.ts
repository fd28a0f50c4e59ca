/**
 * `startHealth`: holds what waits for an account that died, and lets go of it when somebody has connected it again.
 *
 * What it reads is the account's row, which says how the account is and what its posts were told last. So the news reaches
 * them whichever process it happened in, and whoever dies on the way: any node goes on. Who heard it looks at once.
 */
import type { Log } from '../../engine/actors/ports.ts'
import type { Outside } from '../../engine/outside/outside.ts'
import { asked, type Visitor } from '../../engine/post/attempt.ts'
import { PostTarget } from '../../engine/store/entities/post-target.ts'
import type { Store } from '../../engine/store/store.ts'
import { claimUntold, done, keepTelling, type Untold } from './untold.ts'

export interface HealthParts extends Visitor {
  readonly outside: { readonly accounts: Pick<Outside['accounts'], 'onHealth'> }
  readonly store: Pick<Store, 'em' | 'scoped'>
  readonly log: Log
}

export interface Health {
  /** Tells nothing more; resolves when what is being told is told, or left to others. */
  stop(): Promise<void>
}

/** For what happened in other processes: one small query. */
const LOOK_MS = 5_000
/** Posts told at once. */
const TOLD_AT_ONCE = 16

export function startHealth(parts: HealthParts, lookMs = LOOK_MS): Health {
  const { clock, log } = parts
  let isStopped = false
  let isLooking = false
  let isWanted = false
  let cancel = () => {}
  let look = Promise.resolve()

  async function tellAll(): Promise<void> {
    for (;;) {
      const account = isStopped ? null : await claimUntold(parts)
      if (account === null) return
      await tell(parts, account, () => isStopped)
    }
  }

  function begin(): void {
    if (isStopped) return
    isWanted = true
    if (isLooking) return
    isLooking = true
    cancel()
    look = goOn()
  }

  async function goOn(): Promise<void> {
    while (isWanted && !isStopped) {
      isWanted = false
      await tellAll().catch((error) => log.warn({ err: error }, 'posts were not told of their account'))
    }
    isLooking = false
    if (!isStopped) cancel = clock.after(lookMs, begin)
  }

  const endHearing = parts.outside.accounts.onHealth(begin)
  begin()
  return {
    async stop() {
      isStopped = true
      endHearing()
      cancel()
      await look
    },
  }
}

/** In small parts, so that who was stopped in the middle, or took too long, notices that another has gone on. */
async function tell(parts: HealthParts, account: Untold, isOver: () => boolean): Promise<void> {
  const { accountId, organisationId, health } = account
  const life = { $nin: ['published', 'skipped', 'cancelled'] as const }
  const targets = await parts.store.scoped(organisationId).find(PostTarget, { toId: accountId, life })
  const type = health === 'dead' ? ('post.hold' as const) : ('post.release' as const)
  let claim = account
  for (let from = 0; from < targets.length; from += TOLD_AT_ONCE) {
    const kept = isOver() ? null : await keepTelling(parts, claim)
    if (kept === null) return
    claim = kept
    await Promise.all(
      targets.slice(from, from + TOLD_AT_ONCE).map(({ postId, targetId }) => {
        const place = { postId, organisationId, targetId, step: 0 }
        return asked(parts, place, parts.newId(), { type, by: 'credential', targetId })
      }),
    )
  }
  await done(parts, claim)
}
