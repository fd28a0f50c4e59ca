/** Times as people say them: when, how long until then, what a zone is called, and what a night with two clocks does. */
import type { Lateness } from '../../../../engine/post/lateness.ts'
import {
  instantOf,
  isLocalDateTime,
  isTimeZone,
  localTimeOf,
  type WallClock,
} from '../../../../engine/post/wall-clock.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** `America/Argentina/Buenos_Aires` is "Buenos Aires". */
export function zoneName(timeZone: string): string {
  return (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ')
}

/** Made once each: making one costs as much as a hundred uses. */
const formats = new Map<string, Intl.DateTimeFormat>()
function format(key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  let found = formats.get(key)
  if (found === undefined) {
    found = new Intl.DateTimeFormat(undefined, options)
    formats.set(key, found)
  }
  return found
}

/** `UTC+1` of a zone at an instant. */
export function offsetName(timeZone: string, instant: string): string {
  const options = { timeZone, timeZoneName: 'shortOffset', hour: 'numeric' } as const
  const parts = format(`offset ${timeZone}`, options).formatToParts(new Date(instant))
  return (parts.find(({ type }) => type === 'timeZoneName')?.value ?? '').replace('GMT', 'UTC')
}

/** "09:30" of an instant, on the clocks of `timeZone`. */
export function clockTime(instant: string, timeZone: string): string {
  const options = { timeZone, hour: '2-digit', minute: '2-digit' } as const
  return format(`clock ${timeZone}`, options).format(new Date(instant))
}

/** "Sat, 21 Nov, 09:30" of an instant, on the clocks of `timeZone`. */
export function dayAndTime(instant: string, timeZone: string): string {
  const options = {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  } as const
  return format(`day ${timeZone}`, options).format(new Date(instant))
}

/** "Saturday, 21 November" of a calendar day. */
export function longDay(date: string): string {
  const options = { timeZone: 'UTC', weekday: 'long', day: 'numeric', month: 'long' } as const
  return format('long day', options).format(new Date(`${date}T00:00Z`))
}

/** "November 2026" of a calendar day. */
export function monthName(date: string): string {
  const options = { timeZone: 'UTC', month: 'long', year: 'numeric' } as const
  return format('month', options).format(new Date(`${date}T00:00Z`))
}

/** "Mon" to "Sun" of a calendar day. */
export function weekdayName(date: string): string {
  return format('weekday', { timeZone: 'UTC', weekday: 'short' }).format(new Date(`${date}T00:00Z`))
}

/** "Monday" to "Sunday" of a calendar day. */
export function longWeekday(date: string): string {
  return format('long weekday', { timeZone: 'UTC', weekday: 'long' }).format(new Date(`${date}T00:00Z`))
}

/** "21 Nov" of a calendar day. */
export function dayOfMonth(date: string): string {
  const options = { timeZone: 'UTC', day: 'numeric', month: 'short' } as const
  return format('day of month', options).format(new Date(`${date}T00:00Z`))
}

/** "in 3 hours", "2 days ago", "now". */
export function fromNow(instant: string, nowMs: number): string {
  const awayMs = Date.parse(instant) - nowMs
  const sizeMs = Math.abs(awayMs)
  if (sizeMs < MINUTE_MS) return 'now'
  const words =
    sizeMs < HOUR_MS
      ? many(sizeMs / MINUTE_MS, 'minute')
      : sizeMs < 2 * DAY_MS
        ? many(sizeMs / HOUR_MS, 'hour')
        : many(sizeMs / DAY_MS, 'day')
  return awayMs > 0 ? `in ${words}` : `${words} ago`
}

function many(amount: number, unit: string): string {
  const count = Math.max(1, Math.round(amount))
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

/** What a person should know about a wall-clock time in a night on which clocks jump; null on all others. */
export interface JumpWords {
  readonly is: 'gap' | 'overlap'
  readonly says: string
}

export function jumpWords(at: WallClock): JumpWords | null {
  if (!isLocalDateTime(at.localDateTime) || !isTimeZone(at.timeZone)) return null
  const first = instantOf({ ...at, gap: 'before', overlap: 'first' }) as string
  const second = instantOf({ ...at, gap: 'after', overlap: 'second' }) as string
  if (first === second) return null
  const time = at.localDateTime.slice(11, 16)
  const place = zoneName(at.timeZone)
  const isGap = !localTimeOf(first, at.timeZone).endsWith(time)
  if (isGap) {
    const chosen = instantOf(at)
    const then =
      chosen === null
        ? 'so this post would not go out'
        : `so this post goes out at ${localTimeOf(chosen, at.timeZone).slice(11)}`
    return { is: 'gap', says: `Clocks in ${place} jump over ${time} that night, ${then}.` }
  }
  return {
    is: 'overlap',
    says: `Clocks in ${place} show ${time} twice that night; this post goes out the ${at.overlap} time.`,
  }
}

const ON_LATE: Readonly<Record<Lateness['onLate'], string>> = {
  publish: 'it goes out anyway',
  ask: 'we ask you first',
  skip: 'it is left out',
  nextSlot: 'it takes the next free slot',
}

/** "If it could not go out for more than 1 hour, we ask you first." */
export function latenessWords({ maxMs, onLate }: Lateness): string {
  if (onLate === 'publish') return 'However late it is, it goes out.'
  const long = maxMs === 0 ? 'If it is late at all' : `If it is more than ${durationWords(maxMs)} late`
  return `${long}, ${ON_LATE[onLate]}.`
}

/** "1 hour", "90 minutes", "2 days". Of whole minutes. */
export function durationWords(ms: number): string {
  if (ms % DAY_MS === 0 && ms > 0) return many(ms / DAY_MS, 'day')
  if (ms % HOUR_MS === 0 && ms > 0) return many(ms / HOUR_MS, 'hour')
  return many(ms / MINUTE_MS, 'minute')
}
