/** Days as people name them, for the separators of a conversation. */

/** What stands between two days: "Today", "Yesterday", "Tuesday", "3 March", "3 March 2025". */
export function dayLabel(at: string, nowMs: number, locale?: string): string {
  const day = new Date(at)
  const daysAgo = daysBetween(day, new Date(nowMs))
  if (daysAgo === 0) return 'Today'
  if (daysAgo === 1) return 'Yesterday'
  if (daysAgo > 1 && daysAgo < 7) return day.toLocaleDateString(locale, { weekday: 'long' })
  const sameYear = day.getFullYear() === new Date(nowMs).getFullYear()
  return day.toLocaleDateString(locale, {
    day: 'numeric',
    month: 'long',
    ...(sameYear ? { weekday: 'long' } : { year: 'numeric' }),
  })
}

/** Whether both instants fall on one day of this device's calendar. */
export function isSameDay(a: string, b: string): boolean {
  return daysBetween(new Date(a), new Date(b)) === 0
}

// made once: `toLocaleTimeString` makes one at each call, which took 3 ms of each frame of scrolling
const CLOCK = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' })
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' })

/** "14:05" or "2:05 PM", as the reader writes it. */
export function clockTime(at: string): string {
  return CLOCK.format(new Date(at))
}

/** Day and time in full, for titles and screen readers. */
export function fullTime(at: string): string {
  return FULL.format(new Date(at))
}

/** Calendar days from `from` to `to`. Rounded, because a day of summer time has 23 or 25 hours. */
function daysBetween(from: Date, to: Date): number {
  const midnight = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
  return Math.round((midnight(to) - midnight(from)) / 86_400_000)
}
