import { expect, test } from 'vitest'
import { pageTitle } from './use-title.ts'

test('the title says where one is and what waits elsewhere', () => {
  expect(pageTitle(0, null)).toBe('Parley')
  expect(pageTitle(3, 'Ann Lee')).toBe('(3) Ann Lee · Parley')
  expect(pageTitle(250, null)).toBe('(99+) Parley')
})
