import { expect, test } from 'vitest'
import { sparklinePath } from './sparkline-path.ts'

const at = (atMs: number, value: number) => ({ atMs, value })

test('a line begins at the left, ends at the right, and its highest number is on top', () => {
  expect(sparklinePath([at(0, 0), at(50, 10), at(100, 5)], 100, 20)).toBe('M2 18 L50 2 L98 10')
})

test('times have their distances', () => {
  expect(sparklinePath([at(0, 1), at(10, 1), at(100, 1)], 100, 20)).toBe('M2 2 L11.6 2 L98 2')
})

test('nothing at all is a line on the ground', () => {
  expect(sparklinePath([at(0, 0), at(1, 0)], 100, 20)).toBe('M2 18 L98 18')
})
