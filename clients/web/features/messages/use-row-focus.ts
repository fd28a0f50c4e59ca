/** Keyboard in the message list: Tab reaches one row, arrow keys walk, Home and End go to the ends. */
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react'
import type { MessageVirtualizer } from './use-scroll.ts'

export function useRowFocus(virtualizer: MessageVirtualizer, count: number) {
  const [chosen, setChosen] = useState<number | null>(null)
  const wanted = useRef<number | null>(null)
  const current = Math.min(chosen ?? count - 1, count - 1)

  // the row may be drawn only after it was scrolled to
  useLayoutEffect(() => {
    if (wanted.current === null) return
    const row = virtualizer.scrollElement?.querySelector<HTMLElement>(
      `[data-index="${wanted.current}"] article`,
    )
    if (!row) return
    wanted.current = null
    row.focus({ preventScroll: true })
  })
  const go = (index: number) => {
    const next = Math.max(0, Math.min(count - 1, index))
    wanted.current = next
    setChosen(next)
    virtualizer.scrollToIndex(next, { align: 'auto' })
  }
  return {
    current,
    handlers: {
      onFocus(event: { target: Element }) {
        const index = Number(event.target.closest('[data-index]')?.getAttribute('data-index') ?? Number.NaN)
        if (Number.isInteger(index)) setChosen(index)
      },
      onBlur(event: { relatedTarget: EventTarget | null; currentTarget: Element }) {
        // outside again: Tab comes back to the newest message
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setChosen(null)
      },
      onKeyDown(event: KeyboardEvent) {
        if ((event.target as Element).tagName !== 'ARTICLE') return
        if (event.key === 'ArrowDown') go(current + 1)
        else if (event.key === 'ArrowUp') go(current - 1)
        else if (event.key === 'Home') go(0)
        else if (event.key === 'End') go(count - 1)
        else return
        event.preventDefault()
      },
    },
  }
}
