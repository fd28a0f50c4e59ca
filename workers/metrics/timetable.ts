/** `nextMeasureMs`: when a published step is measured next: often while it is new, seldom once it is old. */

const HOUR_MS = 60 * 60_000
const DAY_MS = 24 * HOUR_MS

/** After its publication. Most of what happens to a post happens on its first day. */
export const MEASURED_AFTER_MS = [HOUR_MS, 6 * HOUR_MS, DAY_MS, 3 * DAY_MS, 7 * DAY_MS, 30 * DAY_MS] as const
export const FIRST_MEASURE_MS = MEASURED_AFTER_MS[0]
/** What nobody could measure before is tried for a week after its last time. */
export const TRIED_FOR_MS = 37 * DAY_MS

/**
 * The first time of the timetable after `nowMs`; null when there is none. What was missed is not made up for: one number of
 * now says as much as three. Times are ms since 1970.
 */
export function nextMeasureMs(publishedMs: number, nowMs: number): number | null {
  const afterMs = MEASURED_AFTER_MS.find((ms) => publishedMs + ms > nowMs)
  return afterMs === undefined ? null : publishedMs + afterMs
}
