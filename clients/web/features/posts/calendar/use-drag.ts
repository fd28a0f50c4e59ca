/** `useDrag`: cards of a grid are moved by pointer (a finger holds first) and by keys: Space takes, arrows move, Enter drops. */
import { type KeyboardEvent, type PointerEvent, type RefObject, useRef, useState } from 'react'
import { drag, type Shift } from './drag.ts'
import { SNAP_MINUTES } from './drag-geometry.ts'

/** Pixels that a mouse moves before a press becomes a drag. */
const SLACK_PX = 5
/** A finger that rests so long takes the card; one that moves before scrolls. */
const HOLD_MS = 320

export interface DragOptions {
  readonly columns: number
  readonly rows: number
  /** See DragParts. */
  readonly minutePx: number | null
  readonly canMove: (cardId: string) => boolean
  readonly onMove: (cardId: string, days: number, minutes: number) => void
}

/** A card that the keys have taken, and where it would land. */
export interface Taken extends Shift {
  readonly cardId: string
}

export interface DragHandles {
  readonly grid: RefObject<HTMLDivElement | null>
  readonly marker: RefObject<HTMLDivElement | null>
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly onPointerDown: (event: PointerEvent) => void
  readonly onKeyDown: (event: KeyboardEvent) => void
  readonly onBlur: () => void
  readonly taken: Taken | null
}

/** Cards carry `data-card` with the id of their post. */
export function useDrag({ columns, rows, minutePx, canMove, onMove }: DragOptions): DragHandles {
  const grid = useRef<HTMLDivElement>(null)
  const marker = useRef<HTMLDivElement>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const [taken, setTaken] = useState<Taken | null>(null)

  const land = (cardId: string, shift: Shift | null) => {
    if (shift && (shift.cells !== 0 || shift.minutes !== 0)) onMove(cardId, shift.cells, shift.minutes)
  }
  const begin = (card: HTMLElement, start: { x: number; y: number; pointerId: number }) => {
    if (!grid.current || !marker.current || !scroller.current) return
    drag(start, {
      card,
      grid: grid.current,
      marker: marker.current,
      scroller: scroller.current,
      columns,
      rows,
      minutePx,
      onEnd: (shift) => land(card.dataset.card ?? '', shift),
    })
  }
  const onPointerDown = (event: PointerEvent) => {
    const card = cardOf(event.target)
    if (event.button !== 0 || card === null || !canMove(card.dataset.card ?? '')) return
    const start = { x: event.clientX, y: event.clientY, pointerId: event.pointerId }
    if (event.pointerType === 'touch') whenHeld(start, () => begin(card, start))
    else whenPulled(start, () => begin(card, start))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const cardId = cardOf(event.target)?.dataset.card
    if (cardId === undefined || !canMove(cardId)) return
    const next = afterKey(taken?.cardId === cardId ? taken : null, cardId, event.key, minutePx !== null)
    if (next === 'ignored') return
    event.preventDefault()
    event.stopPropagation()
    if (next === 'dropped') land(cardId, taken)
    setTaken(typeof next === 'string' ? null : next)
  }
  return { grid, marker, scroller, onPointerDown, onKeyDown, onBlur: () => setTaken(null), taken }
}

/** What a key makes of a card that is `taken`, or not yet. `isTimed`: up and down are minutes, not weeks. */
export function afterKey(
  taken: Taken | null,
  cardId: string,
  key: string,
  isTimed: boolean,
): Taken | 'ignored' | 'dropped' | 'left' {
  if (taken === null) return key === ' ' ? { cardId, cells: 0, minutes: 0 } : 'ignored'
  if (key === 'Escape') return 'left'
  if (key === 'Enter' || key === ' ') return 'dropped'
  const sideways = { ArrowLeft: -1, ArrowRight: 1 }[key] ?? 0
  const along = { ArrowUp: -1, ArrowDown: 1 }[key] ?? 0
  if (sideways === 0 && along === 0) return 'ignored'
  if (isTimed) return { cardId, cells: taken.cells + sideways, minutes: taken.minutes + along * SNAP_MINUTES }
  return { cardId, cells: taken.cells + sideways + along * 7, minutes: 0 }
}

function cardOf(target: EventTarget): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-card]') : null
}

/** Calls `run` once the pointer has moved, unless it is let go before. */
function whenPulled({ x, y }: { x: number; y: number }, run: () => void): void {
  const waiting = new AbortController()
  const { signal } = waiting
  const look = (event: globalThis.PointerEvent) => {
    if (Math.hypot(event.clientX - x, event.clientY - y) < SLACK_PX) return
    waiting.abort()
    run()
  }
  addEventListener('pointermove', look, { signal })
  addEventListener('pointerup', () => waiting.abort(), { signal })
  addEventListener('pointercancel', () => waiting.abort(), { signal })
}

/** Calls `run` once the finger has rested, unless it moves or leaves before. */
function whenHeld({ x, y }: { x: number; y: number }, run: () => void): void {
  const waiting = new AbortController()
  const { signal } = waiting
  const timer = setTimeout(() => {
    waiting.abort()
    navigator.vibrate?.(10)
    run()
  }, HOLD_MS)
  signal.addEventListener('abort', () => clearTimeout(timer))
  const leave = (event: globalThis.PointerEvent) => {
    if (event.type !== 'pointermove' || Math.hypot(event.clientX - x, event.clientY - y) > 2 * SLACK_PX)
      waiting.abort()
  }
  for (const name of ['pointermove', 'pointerup', 'pointercancel'] as const)
    addEventListener(name, leave, { signal })
}
