import { expect, test } from 'vitest'
import { durationWords, fromNow, jumpWords, latenessWords, offsetName, zoneName } from './time-words.ts'

const NOW = Date.parse('2026-11-21T10:00:00Z')
const at = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString()

test('a zone is called by its city, and its offset is that of the day', () => {
  expect(zoneName('America/Argentina/Buenos_Aires')).toBe('Buenos Aires')
  expect(offsetName('Europe/Berlin', '2026-01-10T00:00:00Z')).toBe('UTC+1')
  expect(offsetName('Europe/Berlin', '2026-07-10T00:00:00Z')).toBe('UTC+2')
  expect(offsetName('Asia/Kolkata', '2026-07-10T00:00:00Z')).toBe('UTC+5:30')
})

test('how long until then is said roughly', () => {
  expect([0, 1, 50, 60, 90, 47 * 60, 72 * 60, -5].map((minutes) => fromNow(at(minutes), NOW))).toEqual([
    'now',
    'in 1 minute',
    'in 50 minutes',
    'in 1 hour',
    'in 2 hours',
    'in 47 hours',
    'in 3 days',
    '5 minutes ago',
  ])
})

const berlin = (localDateTime: string) =>
  ({ localDateTime, timeZone: 'Europe/Berlin', gap: 'after', overlap: 'first' }) as const

test('a time that does not exist is said to be another one', () => {
  const words = jumpWords(berlin('2027-03-28T02:30'))
  expect(words?.is).toBe('gap')
  expect(words?.says).toBe('Clocks in Berlin jump over 02:30 that night, so this post goes out at 03:30.')
  expect(jumpWords({ ...berlin('2027-03-28T02:30'), gap: 'before' })?.says).toContain('goes out at 01:30')
  expect(jumpWords({ ...berlin('2027-03-28T02:30'), gap: 'skip' })?.says).toContain('would not go out')
})

test('a time that comes twice is said to be one of them', () => {
  expect(jumpWords(berlin('2026-10-25T02:30'))).toEqual({
    is: 'overlap',
    says: 'Clocks in Berlin show 02:30 twice that night; this post goes out the first time.',
  })
  expect(jumpWords({ ...berlin('2026-10-25T02:30'), overlap: 'second' })?.says).toContain('the second time')
})

test('on other nights nothing is said, and nothing of what is no time', () => {
  expect(jumpWords(berlin('2026-11-21T02:30'))).toBe(null)
  expect(jumpWords(berlin('2026-11'))).toBe(null)
  expect(jumpWords({ ...berlin('2026-11-21T02:30'), timeZone: 'Europe/Atlantis' })).toBe(null)
})

test('lateness is a sentence', () => {
  expect(latenessWords({ maxMs: 3_600_000, onLate: 'ask' })).toBe(
    'If it is more than 1 hour late, we ask you first.',
  )
  expect(latenessWords({ maxMs: 0, onLate: 'skip' })).toBe('If it is late at all, it is left out.')
  expect(latenessWords({ maxMs: 0, onLate: 'publish' })).toBe('However late it is, it goes out.')
  expect(durationWords(90 * 60_000)).toBe('90 minutes')
})
