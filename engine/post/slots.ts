/** `slotTimes`: when the weekly slots of an account come next. */
import { datesFrom, instantOf, localTimeOf, weekdayOf } from './wall-clock.ts'

/** A time of every week. */
export interface WeeklySlot {
  /** ISO 8601: 1 is Monday. */
  readonly weekday: number
  /** `09:00`. */
  readonly localTime: string
  /** IANA name. */
  readonly timeZone: string
}

export interface SlotTime {
  /** `2026-11-23T09:00` */
  readonly localDateTime: string
  readonly timeZone: string
  /** ISO 8601 in UTC. */
  readonly instant: string
}

/** Those later than `after` (ISO 8601 in UTC) within `days`, soonest first. One that clocks jump over comes after the jump. */
export function slotTimes(slots: readonly WeeklySlot[], after: string, days: number): SlotTime[] {
  const end = new Date(Date.parse(after) + days * 86_400_000).toISOString()
  return slots
    .flatMap((slot) => timesOf(slot, after, days))
    .filter(({ instant }) => instant > after && instant <= end)
    .sort((a, b) => (a.instant < b.instant ? -1 : 1))
}

function timesOf({ weekday, localTime, timeZone }: WeeklySlot, after: string, days: number): SlotTime[] {
  const today = localTimeOf(after, timeZone).slice(0, 10)
  const daysAway = (weekday - weekdayOf(today) + 7) % 7
  return datesFrom(today, days + 2)
    .filter((_, index) => index % 7 === daysAway)
    .flatMap((date) => {
      const localDateTime = `${date}T${localTime}`
      const instant = instantOf({ localDateTime, timeZone, gap: 'after', overlap: 'first' })
      return instant === null ? [] : [{ localDateTime, timeZone, instant }]
    })
}
