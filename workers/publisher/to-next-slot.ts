/** `toNextSlot`: gives a post that came too late the next free slot of the account it was for, where its plan says so. */
import { asked, type Place } from '../../engine/post/attempt.ts'
import type { PostState } from '../../engine/post/state.ts'
import { nextSlotOf } from '../../engine/store/next-slot.ts'
import type { PublisherParts } from './parts.ts'

/** Does nothing for a post that is not late, or has no slots: then it asks a person. */
export async function toNextSlot(parts: PublisherParts, place: Place): Promise<void> {
  const state = await parts.read(place.postId)
  const accountId = state && missedBy(state, place.targetId)
  if (!state?.plan || !accountId) return
  const after = new Date(parts.clock.now()).toISOString()
  const slot = await nextSlotOf(parts.store, { organisationId: place.organisationId, accountId }, after)
  if (slot === null) return
  const { localDateTime, timeZone } = slot
  const plan = { ...state.plan, at: { ...state.plan.at, localDateTime, timeZone } }
  // the same of whoever else has seen this
  await asked(parts, place, `slot:${place.targetId}:${state.head}`, { type: 'post.plan', plan })
}

function missedBy({ targets, plan }: PostState, targetId: string): string | null {
  const target = targets.get(targetId)
  const isMissed = target?.steps[0]?.life === 'missed' && plan?.lateness.onLate === 'nextSlot'
  return isMissed && target.to.kind === 'account' ? target.to.accountId : null
}
