import { expect, it } from 'vitest'
import { seededRandom } from './random.ts'

const draw = (seed: number, count = 5) => Array.from({ length: count }, seededRandom(seed))

it('gives one sequence for one seed', () => {
  expect(draw(42)).toEqual(draw(42))
  expect(draw(42)).not.toEqual(draw(43))
})

it('stays in [0, 1) and fills it', () => {
  const numbers = draw(7, 10_000)
  expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true)
  expect(numbers.reduce((sum, number) => sum + number) / numbers.length).toBeCloseTo(0.5, 1)
  expect(new Set(numbers.map((number) => Math.floor(number * 100))).size).toBe(100)
})
