import { expect, it } from 'vitest'
import { median, percentile } from './percentile.ts'

const hundred = Array.from({ length: 100 }, (_, index) => 100 - index)

it.each([
  [50, 50],
  [99, 99],
  [100, 100],
  [0, 1],
])('the %i-th percentile of 1 to 100 is %i', (percent, expected) => {
  expect(percentile(hundred, percent)).toBe(expected)
})

it('of one value everything is that value, of none nothing', () => {
  expect(percentile([7], 99)).toBe(7)
  expect(median([])).toBeNaN()
})
