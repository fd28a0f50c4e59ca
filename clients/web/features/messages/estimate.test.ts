import { expect, test } from 'vitest'
import { estimateRowPx } from './estimate.ts'

test('more lines are taller, whether typed or wrapped', () => {
  const one = estimateRowPx('hello', 600)
  expect(estimateRowPx('', 600)).toBe(one)
  expect(estimateRowPx('a\nb', 600)).toBeGreaterThan(one)
  expect(estimateRowPx('a'.repeat(200), 600)).toBeGreaterThan(one)
  expect(estimateRowPx('a'.repeat(200), 300)).toBeGreaterThan(estimateRowPx('a'.repeat(200), 600))
})
