/** A clock that stands still until it is moved: time as simulations and tests want it. */
import type { Clock } from '../kernel/clock.ts'

export interface ManualClock extends Clock {
  /** Moves time, running whatever becomes due on the way, in order. */
  advance(ms: number): void
  /** Moves the time of day alone, as an operator or NTP does; may be negative. Timers do not notice. */
  jump(ms: number): void
}

/** Starts at `startMs` since 1970. `nextTick` and `soon` run as microtasks, after those that are queued already. */
export function makeManualClock(startMs = Date.UTC(2026, 10, 21)): ManualClock {
  const soon = (run: () => void) => queueMicrotask(() => queueMicrotask(run))
  let elapsedMs = 0
  let offsetMs = startMs
  let timers: { readonly dueMs: number; readonly run: () => void }[] = []

  return {
    now: () => offsetMs + elapsedMs,
    after(delayMs, run) {
      const timer = { dueMs: elapsedMs + delayMs, run }
      timers.push(timer)
      timers.sort((one, other) => one.dueMs - other.dueMs)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    nextTick: soon,
    soon,
    advance(ms) {
      const untilMs = elapsedMs + ms
      for (let next = timers[0]; next && next.dueMs <= untilMs; next = timers[0]) {
        timers.shift()
        elapsedMs = next.dueMs
        next.run()
      }
      elapsedMs = untilMs
    },
    jump(ms) {
      offsetMs += ms
    },
  }
}
