/**
 * `nextStep`: which copies of a post are made now, and when to look again; `upcoming`: when it comes next. A series goes on for
 * ever; what it has come to is two numbers, so no step begins at its start.
 */
import { occurrencesBetween, occurrencesOf, type Recurrence } from './recurrence.ts'
import { instantOf, localTimeOf, shiftLocal, type WallClock } from './wall-clock.ts'

export interface SeriesRule extends Recurrence {
  /** Of the rule's zone; its local time is the first one. */
  readonly clock: Omit<WallClock, 'localDateTime'>
  /** Not after this local date. */
  readonly until: string | null
  /** How many times in all, those that are skipped too, the post itself not. */
  readonly count: number | null
}

export interface SeriesProgress {
  /** Local time; up to it everything is made, or passed over. */
  readonly madeTo: string
  /** How many times there were until then, those that are skipped too. */
  readonly passed: number
}

export interface SeriesStep extends SeriesProgress {
  /** Local times of the copies to make. */
  readonly times: readonly string[]
  /** ISO 8601 in UTC: when the next one must be made. Null: nothing comes any more. */
  readonly lookAt: string | null
}

/** Copies are made so long before. */
export const SERIES_DAYS = 30
const AHEAD_MS = SERIES_DAYS * 86_400_000
/** Two a day, every day. */
const AT_ONCE = 60

/** What is to be made at `now` (ISO 8601 in UTC). Times that have passed, because nobody was there, are not made late. */
export function nextStep(series: SeriesRule & SeriesProgress, now: string): SeriesStep {
  const localNow = localTimeOf(now, series.clock.timeZone)
  const end = shiftLocal(localNow, { days: SERIES_DAYS })
  const coming = between(series, series.madeTo, end)
  const toMake = coming.filter((time) => time > localNow && !isSkipped(series, time))
  const times = toMake.slice(0, AT_ONCE)
  const isCut = toMake.length > AT_ONCE
  const isCounted = series.count !== null && series.passed + coming.length >= series.count
  // what comes after the last that counts is not of the series
  const last = isCut ? times.at(-1) : isCounted ? coming.at(-1) : end
  const madeTo = later(last ?? series.madeTo, series.madeTo)
  const passed = series.passed + coming.filter((time) => time <= madeTo).length
  const [next] = after({ ...series, madeTo, passed }, madeTo, 1)
  return { times, madeTo, passed, lookAt: next === undefined ? null : lookAt(series, next) }
}

/** The next local times at which it comes, at most `limit`, without those that are skipped. */
export function upcoming(series: SeriesRule & SeriesProgress, now: string, limit: number): string[] {
  const localNow = localTimeOf(now, series.clock.timeZone)
  // as many more as could be skipped
  const enough = limit + series.skip.filter((date) => date >= localNow.slice(0, 10)).length
  const known = between({ ...series, count: null }, localNow, series.madeTo)
  const times = [...known, ...after(series, later(localNow, series.madeTo), enough)]
  return times.filter((time) => !isSkipped(series, time)).slice(0, limit)
}

/** Whether it comes on that local date; a date that is skipped is one too. */
export function comesOn({ rule, start, until }: SeriesRule, date: string): boolean {
  if (until !== null && date > until) return false
  const eve = shiftLocal(`${date}T00:00`, { minutes: -1 })
  return occurrencesBetween({ rule, start, skip: [] }, later(eve, start), `${date}T23:59`).length > 0
}

function between(series: SeriesRule & SeriesProgress, from: string, to: string): string[] {
  const { rule, start, until, count, passed } = series
  const last = until !== null && until < to.slice(0, 10) ? `${until}T23:59` : to
  const times = occurrencesBetween({ rule, start, skip: [] }, later(from, start), last)
  return count === null ? times : times.slice(0, Math.max(0, count - passed))
}

/** Later than `from`, which is not before what is made. */
function after(
  { rule, start, until, count, madeTo, passed }: SeriesRule & SeriesProgress,
  from: string,
  limit: number,
): string[] {
  const left = count === null ? limit : count - passed
  if (left <= 0) return []
  // with a count, what came since counts as well
  const base = count === null ? from : madeTo
  const enough = base === from ? Math.min(limit, left) : left
  const times = occurrencesOf({ rule, start, skip: [] }, later(base, start), enough)
  return times.filter((time) => time > from && (until === null || time.slice(0, 10) <= until))
}

function lookAt({ clock }: SeriesRule, localDateTime: string): string {
  const instant = instantOf({ ...clock, localDateTime, gap: 'after' }) as string
  return new Date(Date.parse(instant) - AHEAD_MS).toISOString()
}

function isSkipped({ skip }: SeriesRule, time: string): boolean {
  return skip.includes(time.slice(0, 10))
}

function later(a: string, b: string): string {
  return a > b ? a : b
}
