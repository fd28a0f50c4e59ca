/** Times as the composer offers them: `suggestedTime`, and whether one has passed. */
import { instantOf, localTimeOf, type WallClock } from '../../../../../engine/post/wall-clock.ts'
import { LIMITS } from '../../../../../engine/protocol/limits.ts'
import { isDate } from '../calendar/dates.ts'

const MORNING = '09:00'
const HOUR_MS = 3_600_000

/** `at` of an address (a day, or a day and a time), or the next full hour but one. */
export function suggestedTime(at: string | null, timeZone: string, nowMs: number): WallClock {
  const [date, time] = (at ?? '').split('T')
  const policies = { timeZone, gap: 'after', overlap: 'first' } as const
  if (isDate(date)) {
    const wanted = {
      ...policies,
      localDateTime: `${date}T${/^\d\d:\d\d$/.test(time ?? '') ? time : MORNING}`,
    }
    if (!hasPassed(wanted, nowMs)) return wanted
  }
  const soon = new Date(Math.ceil(nowMs / HOUR_MS) * HOUR_MS + HOUR_MS).toISOString()
  return { ...policies, localDateTime: localTimeOf(soon, timeZone) }
}

/** As the post would see it: a time of the last minutes is a time of now. */
export function hasPassed(at: WallClock, nowMs: number): boolean {
  const instant = instantOf(at)
  return instant !== null && Date.parse(instant) < nowMs - LIMITS.planPastMsMax
}

/** The same moment on the clocks of another zone. */
export function inZone(at: WallClock, timeZone: string): WallClock {
  const instant = instantOf({ ...at, gap: 'after' })
  return instant === null
    ? { ...at, timeZone }
    : { ...at, timeZone, localDateTime: localTimeOf(instant, timeZone) }
}
