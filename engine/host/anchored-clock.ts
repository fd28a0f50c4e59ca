/** `anchoredClock`: the time of the database, carried on by a counter that never jumps, whatever our own clock says. */
import type { Clock } from '../kernel/clock.ts'
import { systemClock } from './system-clock.ts'

export interface AnchoredClock extends Clock {
  /** The database said that it was `databaseMs`, in an answer that took `tookMs` to come back. */
  anchor(databaseMs: number, tookMs: number): void
}

/** What a slow answer can be wrong by, and nobody minds: time that goes back a little at each beat would be worse. */
const TOLERATED_MS = 250

/**
 * Starts at the machine's own time. `counter` gives ms since anywhere, without jumps. Correctness rests on no clock; but
 * a token is good or expired, and a message has a time, by what the whole cluster takes for now.
 */
export function anchoredClock(
  system: Clock = systemClock,
  counter: () => number = () => performance.now(),
): AnchoredClock {
  let originMs = system.now() - counter()
  return {
    ...system,
    now: () => Math.floor(originMs + counter()),
    anchor(databaseMs, tookMs) {
      const originThereMs = databaseMs + tookMs / 2 - counter()
      const isOff = Math.abs(originThereMs - originMs) > Math.max(TOLERATED_MS, tookMs)
      if (isOff) originMs = originThereMs
    },
  }
}
