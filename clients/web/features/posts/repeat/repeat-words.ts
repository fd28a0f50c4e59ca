/** A rule as people say it: `ruleWords`, and when it ends. What nobody would say so is shown as it is. */
import { DAYS, type Day } from './days.ts'

/** 2 November 2026 is a Monday. */
const dayDate = (day: Day) => new Date(Date.UTC(2026, 10, 2 + DAYS.indexOf(day)))
const LONG = new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' })
const SHORT = new Intl.DateTimeFormat(undefined, { weekday: 'short', timeZone: 'UTC' })
const DATE = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
})

/** "Monday". */
export function dayName(day: Day): string {
  return LONG.format(dayDate(day))
}

/** "Mon". */
export function dayShort(day: Day): string {
  return SHORT.format(dayDate(day))
}

/** "1 March 2027" of a local date. */
export function dateName(date: string): string {
  return DATE.format(new Date(`${date}T00:00Z`))
}

/** "every weekday", "every week on Monday and Thursday", "every month on the last Friday". */
export function ruleWords(rule: string): string {
  const parts = new Map(rule.split(';').map((part) => part.split('=') as [string, string]))
  const said = saidOf(parts)
  return said ?? `by the rule ${rule}`
}

function saidOf(parts: ReadonlyMap<string, string>): string | null {
  const { FREQ, INTERVAL = '1', BYDAY, BYMONTHDAY, BYSETPOS, ...others } = Object.fromEntries(parts)
  if (Object.keys(others).length > 0) return null
  const every = (unit: string) => (INTERVAL === '1' ? `every ${unit}` : `every ${INTERVAL} ${unit}s`)
  const days = BYDAY?.split(',') ?? []
  if (FREQ === 'DAILY' && !BYDAY && !BYMONTHDAY) return every('day')
  if (FREQ === 'WEEKLY' && !BYMONTHDAY && days.every(isDay)) {
    if (INTERVAL === '1' && BYDAY === 'MO,TU,WE,TH,FR') return 'every weekday'
    return days.length === 0 ? every('week') : `${every('week')} on ${listed(days.map(dayName))}`
  }
  if (FREQ !== 'MONTHLY') return null
  const last = /^-1(\w\w)$/.exec(BYDAY ?? '')?.[1]
  if (last && isDay(last) && !BYMONTHDAY) return `${every('month')} on the last ${dayName(last)}`
  if (BYDAY || !BYMONTHDAY) return null
  const dates = BYMONTHDAY.split(',').map(Number)
  if (dates.length === 1 && !BYSETPOS) return `${every('month')} on the ${ordinal(dates[0] as number)}`
  const isLast = BYSETPOS === '-1' && dates[0] === 28 && dates.every((date, index) => date === 28 + index)
  return isLast
    ? `${every('month')} on the ${ordinal(dates.at(-1) as number)}, or on its last day where there is none`
    : null
}

/** "until 1 March 2027", "6 times"; empty when it goes on for ever. */
export function endWords({ until, count }: { readonly until: string | null; readonly count: number | null }) {
  const said = [
    until === null ? '' : `until ${dateName(until)}`,
    count === null ? '' : count === 1 ? 'once more' : `${count} times more`,
  ]
  return said.filter((part) => part !== '').join(', ')
}

/** "23rd". */
export function ordinal(date: number): string {
  const isTeen = date >= 11 && date <= 13
  const ending = isTeen ? 'th' : (['th', 'st', 'nd', 'rd'][date % 10] ?? 'th')
  return `${date}${ending}`
}

function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`
}

function isDay(text: string): text is Day {
  return (DAYS as readonly string[]).includes(text)
}
