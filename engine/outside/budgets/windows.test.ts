import { expect, test } from 'vitest'
import { monthEnd, windowEnd } from './windows.ts'

const at = (iso: string) => Date.parse(iso)
const iso = (ms: number) => new Date(ms).toISOString()

test('a window of so many minutes begins with its first call', () => {
  expect(iso(windowEnd({ ms: 15 * 60_000 }, at('2026-11-21T12:07:00.000Z')))).toBe('2026-11-21T12:22:00.000Z')
})

test.each([
  ['UTC', '2026-11-21T12:00:00.000Z', '2026-11-22T00:00:00.000Z'],
  ['UTC', '2026-11-21T00:00:00.000Z', '2026-11-22T00:00:00.000Z'],
  ['UTC', '2026-12-31T23:59:59.999Z', '2027-01-01T00:00:00.000Z'],
  ['America/Los_Angeles', '2026-11-21T12:00:00.000Z', '2026-11-22T08:00:00.000Z'],
  // summer time ends at two in the night: 25 hours
  ['America/Los_Angeles', '2026-11-01T07:30:00.000Z', '2026-11-02T08:00:00.000Z'],
  // and begins: 23 hours
  ['America/Los_Angeles', '2026-03-08T08:30:00.000Z', '2026-03-09T07:00:00.000Z'],
])('the day of %s that holds %s ends at %s', (dayOf, now, end) => {
  expect(iso(windowEnd({ dayOf }, at(now)))).toBe(end)
})

test('a month of money ends with the month of UTC', () => {
  expect(iso(monthEnd(at('2026-11-30T23:59:59.000Z')))).toBe('2026-12-01T00:00:00.000Z')
  expect(iso(monthEnd(at('2026-12-01T00:00:00.000Z')))).toBe('2027-01-01T00:00:00.000Z')
})
