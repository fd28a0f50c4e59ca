/** `makeMemorySlots`: the next free slot of an account, as `engine/store/next-slot.ts` finds it in its tables. */
import { timeOf } from '../../engine/post/due.ts'
import { foldAll } from '../../engine/post/fold.ts'
import { slotTimes } from '../../engine/post/slots.ts'
import { NO_POST } from '../../engine/post/state.ts'
import type { PublisherParts } from '../publisher/parts.ts'
import type { Week } from './week.ts'

/** A slot further away than this helps nobody. */
const DAYS = 366

/** What it has given out is taken, and so is what the week had planned. */
export function makeMemorySlots({ slots, posts }: Week): PublisherParts['nextSlotOf'] {
  const taken = new Set(
    posts.flatMap(({ events }) => {
      const state = foldAll(NO_POST, events)
      return [...state.targets.values()].flatMap((target) =>
        target.to.kind === 'account' ? [`${target.to.accountId} ${timeOf(state, target, 0)}`] : [],
      )
    }),
  )
  return async ({ accountId }, after) => {
    const theirs = slots.filter((slot) => slot.accountId === accountId)
    const free = slotTimes(theirs, after, DAYS).find(({ instant }) => !taken.has(`${accountId} ${instant}`))
    if (free !== undefined) taken.add(`${accountId} ${free.instant}`)
    return free ?? null
  }
}
