import { expect, test } from 'vitest'
import { matchingZones } from './zones.ts'

test('a zone is found by its city, however it is written', () => {
  expect(matchingZones('new york', [])).toContain('America/New_York')
  expect(matchingZones('BERL', [])[0]).toBe('Europe/Berlin')
  expect(matchingZones('utc', [])[0]).toBe('UTC')
  expect(matchingZones('atlantis', [])).toEqual([])
})

test('before somebody types, the usual ones come first, each once', () => {
  const zones = matchingZones('', ['Asia/Tokyo', 'UTC', 'Asia/Tokyo'])
  expect(zones.slice(0, 2)).toEqual(['Asia/Tokyo', 'UTC'])
  expect(new Set(zones).size).toBe(zones.length)
})
