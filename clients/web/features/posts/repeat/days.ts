/** `DAYS`: the days of the week as rules name them. Apart from what follows rules, which only the composer loads. */
import { weekdayOf } from '../../../../../engine/post/wall-clock.ts'

export const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
export type Day = (typeof DAYS)[number]

/** Of a local time. */
export function dayOf(localDateTime: string): Day {
  return DAYS[weekdayOf(localDateTime.slice(0, 10)) - 1] as Day
}
