import { expect, test } from 'vitest'
import { initialsOf, tintOf } from './avatar-look.ts'

test('initials are of the first and the last word', () => {
  expect(initialsOf('Ann Lee')).toBe('AL')
  expect(initialsOf('maria del mar ruiz')).toBe('MR')
  expect(initialsOf('bob')).toBe('B')
  expect(initialsOf('Åsa Öberg')).toBe('ÅÖ')
  expect(initialsOf('design-team')).toBe('DT')
  expect(initialsOf('😀')).toBe('?')
})

test('a colour is stable, and people get different ones', () => {
  expect(tintOf('0193-a')).toBe(tintOf('0193-a'))
  const tints = new Set(Array.from({ length: 60 }, (_, i) => tintOf(`0193-${i}`)))
  expect(tints.size).toBeGreaterThan(5)
})
