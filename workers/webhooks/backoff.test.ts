import { expect, test } from 'vitest'
import { nextAttemptMs } from './backoff.ts'
import { GIVES_UP_MS } from './number.ts'

test('waits grow, and end within the day after which a delivery is dead', () => {
  const waits: number[] = []
  for (let wait = nextAttemptMs(1); wait !== null; wait = nextAttemptMs(waits.length + 1)) waits.push(wait)
  expect(waits[0]).toBe(10_000)
  expect([...waits].sort((a, b) => a - b)).toEqual(waits)
  expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThan(GIVES_UP_MS)
})
