/** `midnightAfter`: when the day ends by which YouTube counts its quota. */
import { Temporal } from 'temporal-polyfill'

/** ISO 8601 in UTC. Days on which clocks jump are 23 or 25 hours long. */
export function midnightAfter(nowMs: number, timeZone: string): string {
  const today = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(timeZone)
  return new Date(today.startOfDay().add({ days: 1 }).epochMilliseconds).toISOString()
}
