/** The clock of the machine we run on: the one place outside tests where time comes from. */
import type { Clock } from '../kernel/clock.ts'

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs)
    return () => clearTimeout(timer)
  },
  nextTick(run) {
    setImmediate(run)
  },
  soon(run) {
    process.nextTick(run)
  },
}
