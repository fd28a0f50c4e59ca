import { expect, test } from 'vitest'
import { slotTimes } from './slots.ts'

const MONDAY = { weekday: 1, localTime: '09:00', timeZone: 'Europe/Berlin' }
const FRIDAY = { weekday: 5, localTime: '17:30', timeZone: 'America/New_York' }
const localTimes = (...asked: Parameters<typeof slotTimes>) =>
  slotTimes(...asked).map(({ localDateTime }) => localDateTime)

test('slots come every week, each on its own clock', () => {
  expect(localTimes([FRIDAY, MONDAY], '2026-11-21T12:00:00.000Z', 14)).toEqual([
    '2026-11-23T09:00',
    '2026-11-27T17:30',
    '2026-11-30T09:00',
    '2026-12-04T17:30',
  ])
})

test('nine stays nine when clocks change', () => {
  const times = slotTimes([MONDAY], '2026-10-19T00:00:00.000Z', 14)
  expect(times.map(({ instant }) => instant)).toEqual([
    '2026-10-19T07:00:00.000Z',
    '2026-10-26T08:00:00.000Z',
  ])
})

test('the slot of this very moment is over', () => {
  expect(localTimes([MONDAY], '2026-11-23T08:00:00.000Z', 7)).toEqual(['2026-11-30T09:00'])
  expect(localTimes([MONDAY], '2026-11-23T07:59:59.999Z', 1)).toEqual(['2026-11-23T09:00'])
})
