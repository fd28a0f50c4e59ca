/** `useSelection`: the posts of a list that are ticked, until the list is another one. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { LIMITS } from '../../../../../engine/protocol/limits.ts'
import type { PostCard } from '../../../app/posts-api.ts'
import { NOTHING_CHOSEN, picked } from './selection.ts'

export interface Choosing {
  readonly chosen: ReadonlyMap<string, PostCard>
  /** With `isRange` also everything since the last one. */
  readonly pick: (id: string, isRange: boolean) => void
  readonly choose: (cards: readonly PostCard[]) => void
  readonly clear: () => void
}

/** `listKey` names what is listed: with another name nothing is chosen any more. Escape lets go of all. */
export function useSelection(items: readonly PostCard[], listKey: string): Choosing {
  const [selection, setSelection] = useState(NOTHING_CHOSEN)
  const shown = useRef(items)
  shown.current = items
  const pick = useCallback((id: string, isRange: boolean) => {
    setSelection((before) => picked(before, shown.current, { id, isRange, max: LIMITS.bulkPostsMax }))
  }, [])
  const choose = useCallback((cards: readonly PostCard[]) => {
    const some = cards.slice(0, LIMITS.bulkPostsMax)
    setSelection({ chosen: new Map(some.map((card) => [card.id, card])), lastId: null })
  }, [])
  const clear = useCallback(() => setSelection(NOTHING_CHOSEN), [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list is the reason
  useEffect(clear, [listKey])
  const isAny = selection.chosen.size > 0
  useEffect(() => {
    if (!isAny) return
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && !event.defaultPrevented && clear()
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [isAny, clear])
  // as they stand now, as far as they are on the screen
  const chosen = new Map(selection.chosen)
  for (const card of items) if (chosen.has(card.id)) chosen.set(card.id, card)
  return { chosen, pick, choose, clear }
}
