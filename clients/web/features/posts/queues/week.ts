/** `weekOf`: the weekly times of an account by day, as the week runs where this browser is at home. Pure. */
import type { ComingSlot, Slot } from '../../../app/api.ts'

export interface QueueDay {
  /** ISO 8601: 1 is Monday. */
  readonly weekday: number
  /** By time of the day. */
  readonly slots: readonly Slot[]
}

/** Seven days; `firstDay` is the one weeks begin on, 0 for Sunday. */
export function weekOf(slots: readonly Slot[], firstDay: number): QueueDay[] {
  return weekdaysFrom(firstDay).map((weekday) => ({
    weekday,
    slots: slots
      .filter((slot) => slot.weekday === weekday)
      .sort((a, b) => a.localTime.localeCompare(b.localTime)),
  }))
}

/** ISO 8601, from `firstDay`, which counts Sunday as 0. */
export function weekdaysFrom(firstDay: number): number[] {
  return Array.from({ length: 7 }, (_, index) => ((firstDay + index + 6) % 7) + 1)
}

/** A day that is that weekday, to name it by: the 4th of January 2027 is a Monday. */
export function dateOfWeekday(weekday: number): string {
  return `2027-01-${String(weekday + 3).padStart(2, '0')}`
}

/** The first time nothing sits in; null when what is known has none. */
export function nextFree(coming: readonly ComingSlot[]): ComingSlot | null {
  return coming.find(({ posts }) => posts.length === 0) ?? null
}

/** What comes in one slot: its next time, and how many of the later ones are taken. */
export function comingIn(
  coming: readonly ComingSlot[],
  slotId: string,
): { readonly next: ComingSlot | null; readonly laterCount: number } {
  const [next = null, ...later] = coming.filter((time) => time.slotId === slotId)
  return { next, laterCount: later.filter(({ posts }) => posts.length > 0).length }
}
