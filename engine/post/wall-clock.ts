/** `instantOf`: the instant at which clocks somewhere show a given time, through nights on which they jump. */
import { Temporal } from 'temporal-polyfill'

/** What a person means by "Sunday at half past two, in Berlin". The instant is derived from it, never stored as truth. */
export interface WallClock {
  /** ISO 8601 without a zone, to the minute or second: `2026-03-29T02:30`. */
  readonly localDateTime: string
  /** IANA name: `Europe/Berlin`. */
  readonly timeZone: string
  /** For a time that does not exist, because clocks jump forward over it. */
  readonly gap: GapPolicy
  /** For a time that exists twice, because clocks are set back. */
  readonly overlap: OverlapPolicy
}

/**
 * With clocks that jump from 02:00 to 03:00, 02:30 is 03:30 (`after`: as long after the jump as it would have been after
 * 02:00), 01:30 (`before`), or not at all (`skip`).
 */
export type GapPolicy = 'after' | 'before' | 'skip'
export type OverlapPolicy = 'first' | 'second'

/** ISO 8601 in UTC, to the millisecond; null for a time in a gap that is to be skipped. Throws RangeError on what is no time or zone. */
export function instantOf({ localDateTime, timeZone, gap, overlap }: WallClock): string | null {
  const local = Temporal.PlainDateTime.from(localDateTime)
  const earlier = local.toZonedDateTime(timeZone, { disambiguation: 'earlier' })
  const later = local.toZonedDateTime(timeZone, { disambiguation: 'later' })
  const isOnce = earlier.epochMilliseconds === later.epochMilliseconds
  if (isOnce) return isoOf(earlier)
  // in an overlap both show what was asked for, in a gap neither does
  if (earlier.toPlainDateTime().equals(local)) return isoOf(overlap === 'first' ? earlier : later)
  if (gap === 'skip') return null
  return isoOf(gap === 'before' ? earlier : later)
}

/** What clocks in `timeZone` show at `instant`, to the minute: `2026-03-29T03:30`. */
export function localTimeOf(instant: string, timeZone: string): string {
  return Temporal.Instant.from(instant)
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' })
}

/** `count` dates from `from` (`2026-11-21`) on. Throws RangeError on what is no date. */
export function datesFrom(from: string, count: number): string[] {
  const first = Temporal.PlainDate.from(from, { overflow: 'reject' })
  return Array.from({ length: count }, (_, days) => first.add({ days }).toString())
}

/** ISO 8601: 1 is Monday. */
export function weekdayOf(date: string): number {
  return Temporal.PlainDate.from(date).dayOfWeek
}

/** What a clock shows so much later that nobody ever sets: `2026-11-21T09:00` and a day is `2026-11-22T09:00`. */
export function shiftLocal(
  localDateTime: string,
  { days = 0, minutes = 0 }: { readonly days?: number | undefined; readonly minutes?: number | undefined },
): string {
  return Temporal.PlainDateTime.from(localDateTime)
    .add({ days, minutes })
    .toString({ smallestUnit: 'second' })
    .replace(/:00$/, '')
}

/** Whether `name` is a zone of the tz database that this process knows. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** Whether `text` is a local date and time without a zone. */
export function isLocalDateTime(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(text)) return false
  try {
    Temporal.PlainDateTime.from(text, { overflow: 'reject' })
    return true
  } catch {
    return false
  }
}

function isoOf(time: Temporal.ZonedDateTime): string {
  return new Date(time.epochMilliseconds).toISOString()
}
