/** When something last happened, as short as a list wants it: "14:05", "Tue", "3 Mar", "2025". */
export function listTime(at: string, nowMs: number, locale?: string): string {
  if (at === '') return ''
  const then = new Date(at)
  const now = new Date(nowMs)
  if (then.toDateString() === now.toDateString()) {
    return then.toLocaleTimeString(locale, { hour: 'numeric', minute: '2-digit' })
  }
  const agoMs = nowMs - then.getTime()
  if (agoMs < 6 * 86_400_000) return then.toLocaleDateString(locale, { weekday: 'short' })
  if (then.getFullYear() === now.getFullYear()) {
    return then.toLocaleDateString(locale, { day: 'numeric', month: 'short' })
  }
  return then.toLocaleDateString(locale, { month: 'short', year: 'numeric' })
}
