import { expect, test } from 'vitest'
import { makeSpread } from './spread.ts'

test('those who are turned away together come back one after another, after one to two times the wait', () => {
  const spread = makeSpread()
  const times = Array.from({ length: 10 }, () => spread(1_000))
  expect(new Set(times).size).toBe(10)
  for (const ms of times) expect(ms >= 1_000 && ms < 2_000).toBe(true)
})
