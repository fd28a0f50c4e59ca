import { expect, test } from 'vitest'
import type { ComingSlot, Slot } from '../../../app/api.ts'
import { weekdayOf } from '../calendar/dates.ts'
import { comingIn, dateOfWeekday, nextFree, weekdaysFrom, weekOf } from './week.ts'

const slot = (weekday: number, localTime: string): Slot => ({
  id: `${weekday} ${localTime}`,
  accountId: 'a',
  weekday,
  localTime,
  timeZone: 'UTC',
  isPaused: false,
})
const time = (slotId: string, day: number, isTaken: boolean): ComingSlot => ({
  slotId,
  localDateTime: `2027-01-${day}T09:00`,
  timeZone: 'UTC',
  instant: `2027-01-${day}T09:00:00.000Z`,
  posts: isTaken ? [{ id: `p${day}`, status: 'scheduled', text: 'x', mediaIds: [] }] : [],
})

test('a week begins where the reader lets it begin, and its days are in the order of the clock', () => {
  const slots = [slot(7, '18:00'), slot(1, '17:00'), slot(1, '09:00')]
  expect(weekOf(slots, 1).map((day) => [day.weekday, day.slots.map(({ localTime }) => localTime)])).toEqual([
    [1, ['09:00', '17:00']],
    [2, []],
    [3, []],
    [4, []],
    [5, []],
    [6, []],
    [7, ['18:00']],
  ])
  expect(weekdaysFrom(0)).toEqual([7, 1, 2, 3, 4, 5, 6])
})

test('each weekday has a date to be named by', () => {
  for (const weekday of weekdaysFrom(1)) expect(weekdayOf(dateOfWeekday(weekday))).toBe(weekday % 7)
})

test('a slot shows its next time and counts what waits behind it; the first free one is the next', () => {
  const coming = [time('a', 11, true), time('b', 12, false), time('a', 18, true), time('a', 25, false)]
  expect(comingIn(coming, 'a')).toEqual({ next: coming[0], laterCount: 1 })
  expect(comingIn(coming, 'c')).toEqual({ next: null, laterCount: 0 })
  expect(nextFree(coming)).toBe(coming[1])
  expect(nextFree([time('a', 11, true)])).toBe(null)
})
