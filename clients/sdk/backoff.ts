/** How long to wait before the next attempt: exponential with full jitter, so that a crowd does not come back as one. */
import type { Random } from '../../engine/kernel/ids.ts'

export interface Backoff {
  /** A wait in ms, anywhere between 0 and a ceiling that doubles with each call. */
  next(): number
  /** Back to the first ceiling: it works again. */
  reset(): void
}

/** @param baseMs the first ceiling. @param capMs no ceiling is higher. */
export function backoff(random: Random, baseMs = 250, capMs = 5_000): Backoff {
  let attempts = 0
  return {
    next: () => random() * Math.min(capMs, baseMs * 2 ** Math.min(attempts++, 30)),
    reset: () => {
      attempts = 0
    },
  }
}
