/** `picked`: which posts of a list are chosen after one of them was ticked. */
import type { PostCard } from '../../../app/posts-api.ts'

export interface Selection {
  readonly chosen: ReadonlyMap<string, PostCard>
  /** Ticked last: where a range begins. */
  readonly lastId: string | null
}

export const NOTHING_CHOSEN: Selection = { chosen: new Map(), lastId: null }

/**
 * Ticks `id` the other way; with `isRange` everything between it and the one before becomes as it does, as in every list of
 * mails. Never more than `max` are chosen: the first ones of the range.
 */
export function picked(
  { chosen, lastId }: Selection,
  items: readonly PostCard[],
  { id, isRange, max }: { id: string; isRange: boolean; max: number },
): Selection {
  const at = items.findIndex((card) => card.id === id)
  const from = isRange ? items.findIndex((card) => card.id === lastId) : at
  const [first, last] = from < 0 ? [at, at] : [Math.min(at, from), Math.max(at, from)]
  const isOn = !chosen.has(id)
  const next = new Map(chosen)
  for (const card of items.slice(first, last + 1)) {
    if (!isOn) next.delete(card.id)
    else if (next.size < max) next.set(card.id, card)
  }
  return { chosen: next, lastId: id }
}
