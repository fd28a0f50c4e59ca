/** `sleep`: waits on a clock, so that simulated time passes as real time does. */
import type { Clock } from './clock.ts'

/** Resolves after `delayMs` (0 to 2^31 - 1). It cannot be cut short; what must be asks the clock itself. */
export function sleep(clock: Pick<Clock, 'after'>, delayMs: number): Promise<void> {
  return new Promise((resolve) => void clock.after(delayMs, resolve))
}
