import { expect, test } from 'vitest'
import { dayLabel, isSameDay } from './days.ts'

const local = (year: number, month: number, day: number, hour = 12) =>
  new Date(year, month - 1, day, hour).toISOString()
const noonMs = new Date(2026, 10, 21, 12).getTime()

test('days near now have names of their own', () => {
  expect(dayLabel(local(2026, 11, 21, 0), noonMs, 'en-GB')).toBe('Today')
  expect(dayLabel(local(2026, 11, 20, 23), noonMs, 'en-GB')).toBe('Yesterday')
  expect(dayLabel(local(2026, 11, 17), noonMs, 'en-GB')).toBe('Tuesday')
})

test('days far from now are dates, with the year when it is another one', () => {
  expect(dayLabel(local(2026, 11, 14), noonMs, 'en-GB')).toMatch(/14 November/)
  expect(dayLabel(local(2025, 3, 3), noonMs, 'en-GB')).toBe('3 March 2025')
})

test('a clock that runs ahead does not call tomorrow "Yesterday"', () => {
  expect(dayLabel(local(2026, 11, 22), noonMs, 'en-GB')).toMatch(/22 November/)
})

test('a day ends at midnight of this device', () => {
  expect(isSameDay(local(2026, 11, 21, 0), local(2026, 11, 21, 23))).toBe(true)
  expect(isSameDay(local(2026, 11, 20, 23), local(2026, 11, 21, 0))).toBe(false)
})
