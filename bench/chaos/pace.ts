/** `paceOf`: how answers came around each strike, for the plot, and how long they took meanwhile. */
import type { History } from './history.ts'

export interface Pace {
  /** Answers in each 100 ms; the first slot begins `BEFORE_MS` before the strike. */
  readonly acks: readonly number[]
  /** ms from the wish to its answer, of wishes made from the strike on, up to `AFTER_MS` after it. */
  readonly p50Ms: number
  readonly p99Ms: number
}

export const SLOT_MS = 100
export const BEFORE_MS = 2_000
/** Long enough for an outage of 30 s and what comes after. */
export const AFTER_MS = 40_000

/** One for each fault, in their order. What came after the last answer is left out. */
export function paceOf({ faults, operations }: History): Pace[] {
  const answered = operations.filter(({ outcome }) => outcome === 'ok')
  return faults.map(({ at }) => {
    const acks: number[] = []
    for (const { endedAt } of answered) {
      const slot = Math.floor((endedAt - at + BEFORE_MS) / SLOT_MS)
      if (slot >= 0 && slot < (BEFORE_MS + AFTER_MS) / SLOT_MS) acks[slot] = (acks[slot] ?? 0) + 1
    }
    const tookMs = answered
      .filter(({ invokedAt }) => invokedAt >= at && invokedAt < at + AFTER_MS)
      .map(({ invokedAt, endedAt }) => endedAt - invokedAt)
      .sort((a, b) => a - b)
    const rank = (share: number) => tookMs[Math.ceil(tookMs.length * share) - 1] ?? Infinity
    return { acks: Array.from(acks, (count) => count ?? 0), p50Ms: rank(0.5), p99Ms: rank(0.99) }
  })
}
