import { expect, test } from 'vitest'
import { estimateRowPx } from './estimate.ts'

test('more words are taller, and the more so the narrower the column', () => {
  const one = estimateRowPx(5, 600)
  expect(estimateRowPx(0, 600)).toBe(one)
  expect(estimateRowPx(200, 600)).toBeGreaterThan(one)
  expect(estimateRowPx(200, 300)).toBeGreaterThan(estimateRowPx(200, 600))
})
