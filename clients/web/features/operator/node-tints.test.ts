import { expect, test } from 'vitest'
import { tintsOf } from './node-tints.ts'

test('nodes keep their colours whatever order they come in, apart from each other and from red', () => {
  const names = Array.from({ length: 8 }, (_, index) => `node-${index}`)
  const tints = tintsOf(names)
  expect(tintsOf(names.toReversed())).toEqual(tints)
  const hues = [...tints.values()].toSorted((one, other) => one - other)
  for (const [index, hue] of hues.entries()) {
    expect(hue).toBeGreaterThanOrEqual(50)
    expect(hue).toBeLessThanOrEqual(345)
    if (index > 0) expect(hue - (hues[index - 1] ?? 0)).toBeGreaterThan(20)
  }
})
