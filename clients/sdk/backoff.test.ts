import { expect, test } from 'vitest'
import { seededRandom } from '../../engine/kernel/random.ts'
import { backoff } from './backoff.ts'

test('the ceiling doubles from a quarter of a second to fifteen, and starts again after a reset', () => {
  const almostOne = () => 1
  const waits = backoff(almostOne)
  expect(Array.from({ length: 8 }, () => waits.next())).toEqual([
    250, 500, 1_000, 2_000, 4_000, 5_000, 5_000, 5_000,
  ])
  waits.reset()
  expect(waits.next()).toBe(250)
})

test('waits are spread over all of the range, so that a crowd does not come back as one', () => {
  const random = seededRandom(7)
  const firsts = Array.from({ length: 1_000 }, () => backoff(random).next())
  expect(Math.min(...firsts)).toBeLessThan(10)
  expect(Math.max(...firsts)).toBeGreaterThan(240)
})
