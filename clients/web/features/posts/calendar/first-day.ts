/** `FIRST_DAY`: on which day weeks begin where this browser is at home; 0 is Sunday. */

interface WithWeekInfo {
  readonly weekInfo?: { readonly firstDay: number }
  getWeekInfo?(): { readonly firstDay: number }
}

export const FIRST_DAY = firstDayOf(typeof navigator === 'undefined' ? 'en-GB' : navigator.language)

function firstDayOf(language: string): number {
  try {
    const locale = new Intl.Locale(language) as Intl.Locale & WithWeekInfo
    // Intl counts Sunday as 7
    return (locale.getWeekInfo?.() ?? locale.weekInfo ?? { firstDay: 1 }).firstDay % 7
  } catch {
    return 1
  }
}
