import { expect, test } from 'vitest'
import { ownTimeOf, wordsOf } from './card-words.ts'

test('a card says its words on one line, or what it has instead', () => {
  expect(wordsOf({ text: ' two\n\nlines ', mediaIds: [] })).toBe('two lines')
  expect(wordsOf({ text: '', mediaIds: ['m1', 'm2'] })).toBe('2 pictures without words')
  expect(wordsOf({ text: '', mediaIds: [] })).toBe('Nothing said yet')
})

test('its own clocks are told of only where they show another time', () => {
  const at = '2026-11-21T08:00:00.000Z'
  expect(ownTimeOf({ at, timeZone: 'Europe/Berlin' }, 'America/New_York')).toBe('09:00 in Berlin')
  expect(ownTimeOf({ at, timeZone: 'Europe/Berlin' }, 'Europe/Paris')).toBe(null)
  expect(ownTimeOf({ at, timeZone: 'Europe/Berlin' }, 'Europe/Berlin')).toBe(null)
  expect(ownTimeOf({ at: null, timeZone: 'Europe/Berlin' }, 'UTC')).toBe(null)
})
