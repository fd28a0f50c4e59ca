import { expect, test } from 'vitest'
import { excerpt } from './excerpt.ts'

test('an excerpt is the text when that is short, else its beginning, without half a character', () => {
  expect(excerpt('short')).toBe('short')
  expect(excerpt('x'.repeat(300))).toBe('x'.repeat(200))
  expect(excerpt(`${'x'.repeat(199)}🦜`)).toBe('x'.repeat(199))
})
