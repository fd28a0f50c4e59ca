import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutText, piecesOf } from './cut-text.ts'

test('a short text is shown whole', () => {
  expect(cutText('hello\nthere', { charsMax: 20, linesMax: 2 })).toEqual({
    shown: 'hello\nthere',
    isCut: false,
  })
})

test('a long one is cut at a word, and one of many lines at a line', () => {
  expect(cutText('one two three four', { charsMax: 10, linesMax: 5 })).toEqual({
    shown: 'one two',
    isCut: true,
  })
  expect(cutText('a\nb\nc', { charsMax: 99, linesMax: 2 })).toEqual({ shown: 'a\nb', isCut: true })
  expect(cutText('abcdefghijkl', { charsMax: 5, linesMax: 5 }).shown).toBe('abcde')
})

test('no character is ever halved, and nothing is made up', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 20 }), (text, charsMax) => {
      const { shown, isCut } = cutText(text, { charsMax, linesMax: 3 })
      expect(text.startsWith(shown)).toBe(true)
      expect(/[\uD800-\uDBFF]$/.test(shown) && shown !== text).toBe(false)
      if (!isCut) expect(shown).toBe(text.trimEnd())
    }),
  )
})

test('addresses, tags and mentions are links, the words between them are not', () => {
  expect(piecesOf('See https://example.org/a, says @ann.lee #größe!').filter(({ isLink }) => isLink)).toEqual(
    [
      { text: 'https://example.org/a,', isLink: true },
      { text: '@ann.lee', isLink: true },
      { text: '#größe', isLink: true },
    ],
  )
  expect(piecesOf('a # b @ c')).toEqual([{ text: 'a # b @ c', isLink: false }])
})
