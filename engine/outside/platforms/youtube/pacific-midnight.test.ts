import { expect, test } from 'vitest'
import { midnightAfter } from './pacific-midnight.ts'

const ZONE = 'America/Los_Angeles'
const after = (iso: string) => midnightAfter(Date.parse(iso), ZONE)

test('a day ends at eight in the morning of UTC in winter, at seven in summer', () => {
  expect(after('2026-11-21T12:00:00Z')).toBe('2026-11-22T08:00:00.000Z')
  expect(after('2026-07-01T12:00:00Z')).toBe('2026-07-02T07:00:00.000Z')
})

test('at midnight itself the next day has begun', () => {
  expect(after('2026-11-22T07:59:59.999Z')).toBe('2026-11-22T08:00:00.000Z')
  expect(after('2026-11-22T08:00:00.000Z')).toBe('2026-11-23T08:00:00.000Z')
})

test('a day on which clocks jump is shorter or longer', () => {
  expect(after('2026-03-08T08:00:00Z')).toBe('2026-03-09T07:00:00.000Z')
  expect(after('2026-11-01T07:00:00Z')).toBe('2026-11-02T08:00:00.000Z')
})
