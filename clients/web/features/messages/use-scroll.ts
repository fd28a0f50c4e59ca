/** How the message list scrolls: virtual, kept in place when older pages arrive, at the end only when it was there. */
import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual'
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { RoomView } from '../../../sdk/types.ts'
import { estimateRowPx } from './estimate.ts'
import type { RowKey } from './row-key.ts'

export type MessageVirtualizer = Virtualizer<HTMLDivElement, HTMLDivElement>

/** Nearer to the end than this counts as being there: a line of text. */
const END_PX = 40
/** Rows left above the screen when the next older page is asked for: about two screens. */
const OLDER_AT_ROWS = 30

interface ScrollInput {
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly messages: RoomView['messages']
  readonly keyOf: (index: number) => RowKey
}

export function useScroll({ scroller, messages, keyOf }: ScrollInput) {
  const [atEnd, setAtEnd] = useState(true)
  const wasAtEnd = useRef(true)
  const widthPx = useRef(640)
  const latest = useRef(messages)
  latest.current = messages
  const virtualizer: MessageVirtualizer = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: messages.length,
    getScrollElement: () => scroller.current,
    // reads the ref, so its identity is stable and 100,000 sizes are not guessed again at each render
    estimateSize: useCallback(
      (index: number) => estimateRowPx(latest.current[index]?.text.length ?? 0, widthPx.current),
      [],
    ),
    getItemKey: keyOf,
    overscan: 8,
    paddingEnd: 20,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: END_PX,
  })
  // what changes its height above the fold must never move what one reads, whichever way one scrolls
  virtualizer.shouldAdjustScrollPositionOnItemSizeChange = (item, _deltaPx, { scrollOffset }) =>
    scrollOffset !== null && scrollOffset > 0 && item.start <= scrollOffset

  const onScroll = useCallback(() => {
    // by the list's own numbers: asking the element for its height would force a layout at each event
    const seenPx = (virtualizer.scrollOffset ?? 0) + (virtualizer.scrollRect?.height ?? 0)
    wasAtEnd.current = virtualizer.getTotalSize() - seenPx <= END_PX
    setAtEnd(wasAtEnd.current)
  }, [virtualizer])
  useEffect(onScroll)

  const toEnd = useCallback(
    (behavior: 'auto' | 'smooth' = 'auto') => virtualizer.scrollToEnd({ behavior }),
    [virtualizer],
  )
  // a composer that grows, or a phone's keyboard, takes room from below: the end stays in sight
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const observer = new ResizeObserver(() => {
      widthPx.current = Math.max(160, element.clientWidth - 92)
      if (wasAtEnd.current) virtualizer.scrollToEnd()
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [scroller, virtualizer])
  return { virtualizer, atEnd, onScroll, toEnd }
}

/** Asks for older messages before the reader gets to the oldest. */
export function useOlder(
  virtualizer: MessageVirtualizer,
  view: RoomView,
  loadOlder: () => Promise<void>,
): void {
  const first = virtualizer.range?.startIndex ?? null
  const wanted = view.hasOlder && !view.loadingOlder && first !== null && first < OLDER_AT_ROWS
  const count = view.messages.length
  // `count` asks again when a page came and the reader is still near the top
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (wanted) void loadOlder()
  }, [wanted, count, loadOlder])
}
