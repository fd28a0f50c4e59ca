import { expect, it } from 'vitest'
import { bucket, Rates, take } from './rates.ts'

const RATE = { perSecond: 10, burst: 5 }

it('lets a burst through, then the rate, and says when there is more', () => {
  const from = bucket(RATE, 0)
  expect([1, 2, 3, 4, 5].map(() => take(from, RATE, 0))).toEqual([0, 0, 0, 0, 0])
  expect(take(from, RATE, 0)).toBe(100)
  expect(take(from, RATE, 50)).toBeGreaterThan(0)
  expect(take(from, RATE, 400)).toBe(0)
})

it('gives nothing for a clock that jumps back', () => {
  const from = bucket(RATE, 1_000)
  for (let n = 0; n < 5; n++) take(from, RATE, 1_000)
  expect(take(from, RATE, 0)).toBeGreaterThan(0)
})

it('leads who keeps on at more than ten times the rate into debt, and nobody slower', () => {
  const fast = bucket(RATE, 0)
  const brisk = bucket(RATE, 0)
  for (let ms = 0; ms < 10_000; ms += 2) take(fast, RATE, ms)
  for (let ms = 0; ms < 10_000; ms += 20) take(brisk, RATE, ms)
  expect(fast.tokens).toBeLessThan(-RATE.burst)
  expect(brisk.tokens).toBeGreaterThan(-RATE.burst)
})

it('counts each key for itself', () => {
  const rates = new Rates(RATE)
  rates.check('ann', 0, 5)
  expect(() => rates.check('ann', 0)).toThrow(
    expect.objectContaining({ reason: 'RATE_LIMITED', retryAfterMs: 100 }),
  )
  rates.check('bob', 0)
})
