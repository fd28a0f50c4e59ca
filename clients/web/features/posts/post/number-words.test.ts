import { expect, test } from 'vitest'
import type { StepMetrics } from '../../../app/posts-api.ts'
import { ageWords, drawnCount, noNumbersWords } from './number-words.ts'

const NOW_MS = Date.UTC(2026, 10, 21, 12)
const inHours = (hours: number) => new Date(NOW_MS + hours * 3_600_000).toISOString()
const numbers = (more: Partial<StepMetrics['history'][number]>) => ({
  ...{ at: inHours(0), views: null, likes: null, comments: null, shares: null },
  ...more,
})

test('the course of views is drawn, or of what else the network tells', () => {
  const both = [numbers({ views: 1, likes: 1 }), numbers({ views: 2, likes: 2 })]
  expect(drawnCount({ history: both })).toBe('views')
  expect(drawnCount({ history: [numbers({ likes: 0 }), numbers({ likes: 2 })] })).toBe('likes')
  expect(drawnCount({ history: [numbers({ views: 1 })] })).toBeNull()
})

test('numbers say how old they are, and when there will be newer ones', () => {
  const asked = { askedAt: inHours(-3), nextAt: inHours(5) }
  const words = (more: Partial<typeof asked | { nextAt: null }>) =>
    ageWords(inHours(-3), { ...asked, ...more }, NOW_MS)
  expect(words({})).toBe('As of 3 hours ago, asked again in 5 hours')
  expect(words({ nextAt: null })).toBe('As of 3 hours ago, not asked again')
  expect(words({ nextAt: inHours(-1) })).toBe('As of 3 hours ago, asked again any moment')
  expect(words({ askedAt: inHours(-1) })).toBe('As of 3 hours ago, nothing told since')
})

test('where there are none, it says why', () => {
  const words = (step: Parameters<typeof noNumbersWords>[0], network = 'X', outHours = -1) =>
    noNumbersWords(step, { id: '18', at: inHours(outHours) }, network, NOW_MS)
  const asked = { askedAt: null, nextAt: inHours(1) }
  expect(words(null)).toBe('Not yet. X is asked an hour after it is out.')
  expect(words(null, 'X', -48)).toBe('X was not asked.')
  expect(words(asked)).toBe('Not yet. X is asked in 1 hour.')
  expect(words({ ...asked, askedAt: inHours(-1) }, 'LinkedIn')).toBe('LinkedIn tells no numbers of this.')
  expect(words({ ...asked, nextAt: null })).toBe('X could not be asked.')
  expect(noNumbersWords(asked, { id: null, at: inHours(-1) }, 'X', NOW_MS)).toMatch(/^Nobody knows its id/)
})
