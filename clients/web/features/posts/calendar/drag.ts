/**
 * `drag`: a card follows the pointer, and a marker stands where it would land. Everything is measured when it begins;
 * a move sets two transforms and nothing else, so that no move lays out the page.
 */
import { cellAt, cornerOf, type Grid, snapped } from './drag-geometry.ts'

export interface DragParts {
  readonly card: HTMLElement
  /** The cells. */
  readonly grid: HTMLElement
  /** Lies over the grid, as large as one cell. */
  readonly marker: HTMLElement
  /** What scrolls the grid. */
  readonly scroller: HTMLElement
  readonly columns: number
  readonly rows: number
  /** Where height is time: the pixels of a minute. Null where a cell is a day. */
  readonly minutePx: number | null
  /** Called once: cells and minutes by which it was moved; null when it was put back. */
  readonly onEnd: (moved: Shift | null) => void
}

export interface Shift {
  readonly cells: number
  readonly minutes: number
}

/** Follows the pointer of `start` until it is let go, or Escape. */
export function drag(start: { x: number; y: number; pointerId: number }, parts: DragParts): void {
  const { card, marker, scroller, minutePx } = parts
  const grid = measure(parts)
  const scrolledFrom = scroller.scrollTop
  const from = cellAt(grid, start.x, start.y) ?? 0
  const ghost = ghostOf(card)
  const edges = scroller.getBoundingClientRect()
  let at = { x: start.x, y: start.y }
  let frame = 0
  let isDrawn = false

  const shift = (): Shift | null => {
    const scrolled = scroller.scrollTop - scrolledFrom
    const to = cellAt(
      { ...grid, top: grid.top - scrolled },
      at.x,
      minutePx === null ? at.y : start.y - scrolled,
    )
    if (to === null) return null
    return {
      cells: to - from,
      minutes: minutePx === null ? 0 : snapped((at.y - start.y + scrolled) / minutePx),
    }
  }
  const draw = () => {
    isDrawn = true
    ghost.style.transform = `translate3d(${at.x - start.x}px, ${at.y - start.y}px, 0) rotate(1.2deg)`
    const now = shift()
    marker.style.opacity = now === null ? '0' : '1'
    if (now === null) return
    const { x, y } = cornerOf(grid, from + now.cells)
    marker.style.transform = `translate3d(${x}px, ${y}px, 0)`
  }
  const tick = () => {
    frame = requestAnimationFrame(tick)
    const pull = pullAt(edges, at.y)
    if (pull !== 0) scroller.scrollTop += pull
    if (!isDrawn || pull !== 0) draw()
  }
  const onMove = (event: PointerEvent) => {
    at = { x: event.clientX, y: event.clientY }
    isDrawn = false
  }
  const end = (moved: Shift | null) => {
    cancelAnimationFrame(frame)
    removeEventListener('pointermove', onMove)
    removeEventListener('pointerup', onUp)
    removeEventListener('pointercancel', onCancel)
    removeEventListener('keydown', onKey, true)
    removeEventListener('touchmove', stay)
    ghost.remove()
    marker.style.opacity = '0'
    delete card.dataset.dragged
    parts.grid.style.pointerEvents = ''
    document.documentElement.style.cursor = ''
    parts.onEnd(moved)
  }
  const onUp = (event: PointerEvent) => {
    at = { x: event.clientX, y: event.clientY }
    // what is let go is not also clicked
    addEventListener('click', stopClick, { capture: true, once: true })
    setTimeout(() => removeEventListener('click', stopClick, true), 0)
    end(shift())
  }
  const onCancel = () => end(null)
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    end(null)
  }

  card.dataset.dragged = ''
  // nothing below the pointer lights up on its way: each such light costs more than the move itself
  parts.grid.style.pointerEvents = 'none'
  document.documentElement.style.cursor = 'grabbing'
  marker.style.width = `${grid.cellWidth}px`
  marker.style.height = `${grid.cellHeight}px`
  addEventListener('pointermove', onMove)
  addEventListener('pointerup', onUp)
  addEventListener('pointercancel', onCancel)
  addEventListener('keydown', onKey, true)
  // a finger that holds a card does not scroll
  addEventListener('touchmove', stay, { passive: false })
  tick()
}

/** Near an edge the grid comes to meet the card. */
const EDGE_PX = 44
const PULL_MAX_PX = 14

/** Pixels by which to scroll in this frame. */
function pullAt({ top, bottom }: DOMRect, y: number): number {
  const above = top + EDGE_PX - y
  const below = y - (bottom - EDGE_PX)
  const near = Math.min(1, Math.max(above, below) / EDGE_PX)
  if (near <= 0) return 0
  return near * PULL_MAX_PX * (above > 0 ? -1 : 1)
}

function measure({ grid, columns, rows }: DragParts): Grid {
  const { left, top, width, height } = grid.getBoundingClientRect()
  return { left, top, cellWidth: width / columns, cellHeight: height / rows, columns, rows }
}

/** A picture of the card in the top layer's stead: fixed, and of its own layer for the compositor. */
function ghostOf(card: HTMLElement): HTMLElement {
  const { left, top, width, height } = card.getBoundingClientRect()
  const ghost = card.cloneNode(true) as HTMLElement
  ghost.setAttribute('aria-hidden', 'true')
  ghost.removeAttribute('id')
  Object.assign(ghost.style, {
    position: 'fixed',
    left: `${left}px`,
    top: `${top}px`,
    width: `${width}px`,
    height: `${height}px`,
    margin: '0',
    zIndex: '50',
    pointerEvents: 'none',
    willChange: 'transform',
  })
  ghost.classList.add('drag-ghost')
  document.body.append(ghost)
  return ghost
}

function stopClick(event: Event): void {
  event.preventDefault()
  event.stopPropagation()
}

function stay(event: Event): void {
  event.preventDefault()
}
