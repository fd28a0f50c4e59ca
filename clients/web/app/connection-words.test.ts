import { expect, test } from 'vitest'
import { connectionWords } from './connection-words.ts'

test('nothing is said while nothing is wrong', () => {
  expect(connectionWords({ state: 'live', retryAt: null, unanswered: 3 }, 0)).toBe(null)
  expect(connectionWords({ state: 'idle', retryAt: null, unanswered: 0 }, 0)).toBe(null)
})

test('offline tells what waits and when the next try is', () => {
  const words = connectionWords({ state: 'waiting', retryAt: 4_200, unanswered: 2 }, 1_000)
  expect(words?.detail).toBe('2 changes wait here and will be sent. Next try in 4 s.')
  expect(connectionWords({ state: 'waiting', retryAt: 900, unanswered: 0 }, 1_000)?.detail).toBe(
    'Trying now…',
  )
})
