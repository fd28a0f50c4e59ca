import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  daysBetween,
  daysFrom,
  isDate,
  monthGrid,
  shiftDate,
  shiftMonth,
  weekdayOf,
  weekStart,
} from './dates.ts'

const someDate = fc
  .integer({ min: 0, max: 40_000 })
  .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10))

test('days go on over the ends of months and years, whatever clocks do', () => {
  expect(shiftDate('2026-12-31', 1)).toBe('2027-01-01')
  expect(shiftDate('2028-02-28', 1)).toBe('2028-02-29')
  expect(shiftDate('2026-03-29', 1)).toBe('2026-03-30')
  fc.assert(
    fc.property(someDate, fc.integer({ min: -900, max: 900 }), (date, days) => {
      expect(daysBetween(date, shiftDate(date, days))).toBe(days)
    }),
  )
})

test('a month later is the same day, or the last one there is', () => {
  expect(shiftMonth('2026-11-21', 1)).toBe('2026-12-21')
  expect(shiftMonth('2026-01-31', 1)).toBe('2026-02-28')
  expect(shiftMonth('2026-01-15', -1)).toBe('2025-12-15')
})

test('a month is shown by whole weeks which hold all of it', () => {
  expect(monthGrid('2026-11-21', 1)).toEqual({ from: '2026-10-26', days: 42 })
  expect(monthGrid('2026-11-21', 0)).toEqual({ from: '2026-11-01', days: 35 })
  expect(monthGrid('2027-02-10', 1)).toEqual({ from: '2027-02-01', days: 28 })
  fc.assert(
    fc.property(someDate, fc.integer({ min: 0, max: 6 }), (date, firstDay) => {
      const { from, days } = monthGrid(date, firstDay)
      const shown = daysFrom(from, days)
      expect(weekdayOf(from)).toBe(firstDay)
      expect(days % 7).toBe(0)
      expect(days).toBeLessThanOrEqual(42)
      expect(shown).toContain(`${date.slice(0, 7)}-01`)
      expect(shown).toContain(shiftDate(`${shiftMonth(`${date.slice(0, 7)}-01`, 1)}`, -1))
    }),
  )
})

test('a week begins where people there begin it', () => {
  expect(weekStart('2026-11-22', 1)).toBe('2026-11-16')
  expect(weekStart('2026-11-22', 0)).toBe('2026-11-22')
})

test('an address may hold a day that is none', () => {
  expect(isDate('2026-11-21')).toBe(true)
  for (const odd of [undefined, '', '2026-02-30', '2026-13-01', '26-1-1', '2026-11-21T09:00'])
    expect(isDate(odd)).toBe(false)
})
