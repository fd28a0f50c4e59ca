/** `occurrencesOf`: the local times at which a post comes again. Rules are RFC 5545's and run on wall-clock time, so no zone shifts them. */
import { RRuleTemporal } from 'rrule-temporal'
import { Temporal } from 'temporal-polyfill'

export interface Recurrence {
  /** RFC 5545 without DTSTART and zone: `FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR`, `FREQ=MONTHLY;BYDAY=-1FR;COUNT=12`. */
  readonly rule: string
  /** The first time, local: `2026-11-23T09:00`. */
  readonly start: string
  /** Local dates on which it does not come: `2026-12-25`. */
  readonly skip: readonly string[]
}

/** Nobody plans a post every second, and a rule that never comes must not be searched for ever. */
const TOO_OFTEN = /FREQ=(SECONDLY|MINUTELY|HOURLY)/i
const STEPS_MAX = 10_000

/** Local times later than `after` (`2026-11-23T09:00`), at most `limit`, in order. Throws RangeError on a rule that is none. */
export function occurrencesOf({ rule, start, skip }: Recurrence, after: string, limit: number): string[] {
  const skipped = new Set(skip)
  const found: string[] = []
  const times = parse(rule, start)
  times.all((time) => {
    const local = time.toPlainDateTime().toString({ smallestUnit: 'minute' })
    if (local > after && !skipped.has(local.slice(0, 10))) found.push(local)
    return found.length < limit
  })
  return found
}

/** Whether `rule` can be followed from `start`. */
export function isRule(rule: string, start: string): boolean {
  if (TOO_OFTEN.test(rule) || /DTSTART|TZID/i.test(rule)) return false
  try {
    parse(rule, start)
    return true
  } catch {
    return false
  }
}

/** UTC stands for "whatever clocks show": it has no jumps. */
function parse(rule: string, start: string): RRuleTemporal<Temporal.ZonedDateTime> {
  if (TOO_OFTEN.test(rule)) throw new RangeError('a post comes again after a day at the earliest')
  return new RRuleTemporal({
    rruleString: rule,
    dtstart: Temporal.PlainDateTime.from(start).toZonedDateTime('UTC'),
    maxIterations: STEPS_MAX,
    cache: false,
    temporal: Temporal,
  })
}
