/** How a post comes again, as the composer knows it: `Repeat`, the rule it stands for, and what is wrong with it. Pure. */
import { isRule } from '../../../../../engine/post/recurrence.ts'
import { type SeriesProgress, type SeriesRule, upcoming } from '../../../../../engine/post/series.ts'
import { isLocalDateTime, type WallClock } from '../../../../../engine/post/wall-clock.ts'
import { LIMITS } from '../../../../../engine/protocol/limits.ts'
import { DAYS, type Day, dayOf } from './days.ts'

export type RepeatKind = 'weekdays' | 'weekly' | 'monthly' | 'lastDay' | 'custom'

export type RepeatEnd =
  | { readonly is: 'never' }
  | { readonly is: 'until'; readonly date: string }
  | { readonly is: 'count'; readonly count: number }

export interface Repeat {
  readonly kind: RepeatKind
  /** Of `weekly` all that are chosen, of `lastDay` the one. */
  readonly days: readonly Day[]
  /** Of `custom`: RFC 5545. */
  readonly rule: string
  readonly end: RepeatEnd
  /** Local dates on which it does not come. */
  readonly skip: readonly string[]
}

/** What is offered first when somebody chooses `kind` for a post of that day. */
export function newRepeat(kind: RepeatKind, at: WallClock, before: Repeat | null): Repeat {
  const own = dayOf(at.localDateTime)
  return {
    end: { is: 'never' },
    skip: [],
    ...before,
    kind,
    days: [own],
    rule: kind === 'custom' && before !== null ? ruleOf(before, at.localDateTime) : (before?.rule ?? ''),
  }
}

/** RFC 5545, for a post that first goes out at `start`. */
export function ruleOf({ kind, days, rule }: Pick<Repeat, 'kind' | 'days' | 'rule'>, start: string): string {
  switch (kind) {
    case 'weekdays':
      return 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'
    case 'weekly':
      return `FREQ=WEEKLY;BYDAY=${DAYS.filter((day) => days.includes(day)).join(',')}`
    case 'monthly':
      return monthlyRule(Number(start.slice(8, 10)))
    case 'lastDay':
      return `FREQ=MONTHLY;BYDAY=-1${days[0] ?? 'FR'}`
    case 'custom':
      return rule.trim().replace(/^RRULE:/i, '')
  }
}

/** A month that has no such day has it on its last one. */
function monthlyRule(day: number): string {
  if (day <= 28) return `FREQ=MONTHLY;BYMONTHDAY=${day}`
  const all = Array.from({ length: day - 27 }, (_, index) => 28 + index)
  return `FREQ=MONTHLY;BYMONTHDAY=${all.join(',')};BYSETPOS=-1`
}

/** As the engine will follow it. */
export function seriesOf(repeat: Repeat, at: WallClock): SeriesRule & SeriesProgress {
  const { localDateTime: start, ...clock } = at
  const { end, skip } = repeat
  return {
    rule: ruleOf(repeat, start),
    start,
    clock,
    skip,
    until: end.is === 'until' ? end.date : null,
    count: end.is === 'count' ? end.count : null,
    madeTo: start,
    passed: 0,
  }
}

/** What `posts.recur` is told, but for the post. */
export function recurInput(repeat: Repeat, at: WallClock) {
  const { rule, skip, until, count } = seriesOf(repeat, at)
  return {
    rule,
    timeZone: at.timeZone,
    skip: [...skip],
    ...(until !== null && { until }),
    ...(count !== null && { count }),
  }
}

/** The next local times, at most `limit`; none while it is not well formed. */
export function nextTimes(repeat: Repeat, at: WallClock, nowMs: number, limit: number): string[] {
  if (!isFollowable(repeat, at)) return []
  return upcoming(seriesOf(repeat, at), new Date(nowMs).toISOString(), limit)
}

/** Why it cannot be so, for a person; null when it can. */
export function faultOf(repeat: Repeat, at: WallClock, nowMs: number): string | null {
  const { kind, days, end } = repeat
  if (kind === 'weekly' && days.length === 0) return 'Choose the days on which it repeats'
  if (!isFollowable(repeat, at)) return 'That is no rule by which a post can come again'
  if (end.is === 'until' && end.date <= at.localDateTime.slice(0, 10))
    return 'The last day must come after the first'
  if (end.is === 'count' && !(end.count >= 1 && end.count <= LIMITS.seriesCountMax))
    return `Between one time and ${LIMITS.seriesCountMax}`
  return nextTimes(repeat, at, nowMs, 1).length === 0 ? 'By that rule it never comes again' : null
}

function isFollowable(repeat: Repeat, { localDateTime }: WallClock): boolean {
  if (!isLocalDateTime(localDateTime)) return false
  const rule = ruleOf(repeat, localDateTime)
  return rule.length <= LIMITS.ruleCharsMax && isRule(rule, localDateTime)
}
