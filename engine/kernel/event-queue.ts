/** What will happen and when: a heap of events, the earliest first, those of one moment in the order they were added. */

export interface QueuedEvent {
  readonly atMs: number
  readonly run: () => void
}

export interface EventQueue {
  /** Returns a function that takes it out again. */
  add(atMs: number, run: () => void): () => void
  /** The next event up to `untilMs`, which is no longer queued; null when there is none. */
  takeUntil(untilMs: number): QueuedEvent | null
  /** When the next one is; infinity when there is none. */
  nextAt(): number
}

interface Entry extends QueuedEvent {
  readonly order: number
  isCancelled: boolean
}

export function makeEventQueue(): EventQueue {
  const heap: Entry[] = []
  let order = 0

  return {
    add(atMs, run) {
      const entry: Entry = { atMs, run, order: order++, isCancelled: false }
      heap.push(entry)
      rise(heap, heap.length - 1)
      return () => {
        entry.isCancelled = true
      }
    },
    takeUntil(untilMs) {
      for (let first = heap[0]; first !== undefined; first = heap[0]) {
        if (first.atMs > untilMs && !first.isCancelled) return null
        takeFirst(heap)
        if (!first.isCancelled) return first
      }
      return null
    },
    nextAt() {
      while (heap[0]?.isCancelled) takeFirst(heap)
      return heap[0]?.atMs ?? Number.POSITIVE_INFINITY
    },
  }
}

function isBefore(one: Entry, other: Entry): boolean {
  return one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order)
}

function rise(heap: Entry[], from: number): void {
  const entry = heap[from] as Entry
  let place = from
  while (place > 0) {
    const above = (place - 1) >> 1
    const parent = heap[above] as Entry
    if (!isBefore(entry, parent)) break
    heap[place] = parent
    place = above
  }
  heap[place] = entry
}

function takeFirst(heap: Entry[]): void {
  const last = heap.pop() as Entry
  if (heap.length === 0) return
  let place = 0
  for (;;) {
    let below = place * 2 + 1
    if (below >= heap.length) break
    const right = heap[below + 1]
    if (right !== undefined && isBefore(right, heap[below] as Entry)) below++
    const child = heap[below] as Entry
    if (!isBefore(child, last)) break
    heap[place] = child
    place = below
  }
  heap[place] = last
}
