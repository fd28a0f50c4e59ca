/** `windowEnd`: when a window that begins now is over; `monthEnd`: when the month is. */
import type { Window } from './limits.ts'

const HOUR_MS = 60 * 60_000

/** Ms since 1970. */
export function windowEnd(window: Window, nowMs: number): number {
  return 'ms' in window ? nowMs + window.ms : dayEnd(window.dayOf, nowMs)
}

/** The next midnight of `timeZone`. Days have 23 hours, and 25, too. */
function dayEnd(timeZone: string, nowMs: number): number {
  const dayOf = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })
  const today = dayOf.format(nowMs)
  // both ends are whole hours here, and whichever is a day further is past the midnight
  let hour = Math.floor(nowMs / HOUR_MS) + 1
  while (dayOf.format(hour * HOUR_MS) === today) hour++
  return hour * HOUR_MS
}

/** Money is counted by the months of UTC. */
export function monthEnd(nowMs: number): number {
  const now = new Date(nowMs)
  return Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1)
}
