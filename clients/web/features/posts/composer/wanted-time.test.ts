import { expect, test } from 'vitest'
import { hasPassed, inZone, suggestedTime } from './wanted-time.ts'

const NOW = Date.parse('2026-11-21T10:20:00Z')
const at = (localDateTime: string) =>
  ({ localDateTime, timeZone: 'Europe/Berlin', gap: 'after', overlap: 'first' }) as const

test('a chosen day begins at nine, a chosen time is kept, and nothing is the hour after the next', () => {
  const suggested = (asked: string | null) => suggestedTime(asked, 'Europe/Berlin', NOW).localDateTime
  expect(suggested('2026-11-25')).toBe('2026-11-25T09:00')
  expect(suggested('2026-11-25T16:00')).toBe('2026-11-25T16:00')
  expect(suggested(null)).toBe('2026-11-21T13:00')
})

test('a day that is over is not suggested', () => {
  expect(suggestedTime('2026-11-20', 'Europe/Berlin', NOW).localDateTime).toBe('2026-11-21T13:00')
  expect(suggestedTime('nonsense', 'Europe/Berlin', NOW).localDateTime).toBe('2026-11-21T13:00')
})

test('a time of the minute that is just over is a time of now', () => {
  expect(hasPassed(at('2026-11-21T11:18'), NOW)).toBe(false)
  expect(hasPassed(at('2026-11-21T11:10'), NOW)).toBe(true)
})

test('another zone shows the same moment', () => {
  expect(inZone(at('2026-11-25T09:00'), 'America/New_York').localDateTime).toBe('2026-11-25T03:00')
})
