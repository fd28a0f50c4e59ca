/** The clock of the machine: the only file of the SDK that asks for the time or sets a timer. */
import type { Clock } from '../../engine/kernel/clock.ts'

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs)
    return () => clearTimeout(timer)
  },
  nextTick: (run) => queueMicrotask(run),
  soon: (run) => queueMicrotask(run),
}
