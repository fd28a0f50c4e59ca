import { expect, test } from 'vitest'
import { pathOf, readSeq } from './routes.ts'

test('a message has an address, and it is read back', () => {
  expect(pathOf('c1')).toBe('/c/c1')
  expect(pathOf('c1', 12)).toBe('/c/c1/12')
  expect(readSeq('12')).toBe(12)
  for (const odd of [undefined, '', '0', '-1', '1.5', '1e3', 'x', '9'.repeat(30)])
    expect(readSeq(odd)).toBe(null)
})
