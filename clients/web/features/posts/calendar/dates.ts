/** Days as a calendar counts them: `2026-11-21`, without a zone and without a clock. */

const DAY_MS = 86_400_000

/** `days` later than `date`; earlier when negative. */
export function shiftDate(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/** The same day of the month `months` later, or its last day. */
export function shiftMonth(date: string, months: number): string {
  const [year, month, day] = parts(date)
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10)
}

/** From `a` to `b`. */
export function daysBetween(a: string, b: string): number {
  return Math.round((Date.parse(`${b}T00:00Z`) - Date.parse(`${a}T00:00Z`)) / DAY_MS)
}

/** Whether `text` is a day that exists. */
export function isDate(text: string | undefined): text is string {
  if (text === undefined || !/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const at = Date.parse(`${text}T00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}

/** 0 is Sunday. */
export function weekdayOf(date: string): number {
  return new Date(`${date}T00:00Z`).getUTCDay()
}

/** The day on which the week of `date` begins, when weeks begin on `firstDay` (0 is Sunday). */
export function weekStart(date: string, firstDay: number): string {
  return shiftDate(date, -((weekdayOf(date) - firstDay + 7) % 7))
}

/** The whole weeks that show the month of `date`: their first day, and how many days they are (28 to 42). */
export function monthGrid(date: string, firstDay: number): { from: string; days: number } {
  const first = `${date.slice(0, 7)}-01`
  const from = weekStart(first, firstDay)
  const end = shiftMonth(first, 1)
  return { from, days: Math.ceil(daysBetween(from, end) / 7) * 7 }
}

/** `count` days from `from`. */
export function daysFrom(from: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => shiftDate(from, index))
}

function parts(date: string): [year: number, month: number, day: number] {
  const [year, month, day] = date.split('-').map(Number)
  return [year as number, month as number, day as number]
}
