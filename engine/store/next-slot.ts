/** `nextSlotOf`: the next weekly slot of an account in which nothing is planned yet; `takersOf`: what sits in slots. For whoever queues a post, and for what came too late. */
import { type SlotTime, slotTimes } from '../post/slots.ts'
import { PostTarget } from './entities/post-target.ts'
import { PostingSlot } from './entities/posting-slot.ts'
import type { Store } from './store.ts'

/** Looked through at a time. */
const WINDOW_DAYS = 28
const WINDOWS_MAX = 13

export interface OfAccount {
  readonly organisationId: string
  readonly accountId: string
}

/**
 * Later than `after` (ISO 8601 in UTC), within a year; null when there is no slot or all are taken. A slot is taken when a post
 * goes to the account at that very instant, also one that waits for approval.
 */
export async function nextSlotOf(
  { scoped }: Pick<Store, 'scoped'>,
  { organisationId, accountId }: OfAccount,
  after: string,
): Promise<SlotTime | null> {
  const em = scoped(organisationId)
  const slots = await em.find(PostingSlot, { accountId, paused: false })
  for (let window = 0, from = after; slots.length > 0 && window < WINDOWS_MAX; window++) {
    const times = slotTimes(slots, from, WINDOW_DAYS)
    const taken = await takersOf({ scoped }, { organisationId, accountId }, times)
    const instants = new Set(taken.map(({ at }) => at?.toISOString()))
    const free = times.find(({ instant }) => !instants.has(instant))
    if (free !== undefined) return free
    from = new Date(Date.parse(from) + WINDOW_DAYS * 86_400_000).toISOString()
  }
  return null
}

/** What goes to the account at those very instants, also what waits for approval. */
export function takersOf(
  { scoped }: Pick<Store, 'scoped'>,
  { organisationId, accountId }: OfAccount,
  times: readonly SlotTime[],
): Promise<PostTarget[]> {
  return scoped(organisationId).find(PostTarget, {
    toId: accountId,
    at: { $in: times.map(({ instant }) => new Date(instant)) },
    life: { $nin: ['cancelled', 'skipped', 'missed'] },
  })
}
