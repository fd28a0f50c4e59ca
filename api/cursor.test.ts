import { expect, test } from 'vitest'
import { makeCursor, readCursor } from './cursor.ts'

test('a cursor comes back as it was, whatever is in it', () => {
  expect(readCursor(makeCursor(['Zürich ~ "1"', 'x']), 2)).toEqual(['Zürich ~ "1"', 'x'])
})

test.each(['', 'nonsense', Buffer.from('[1,2]').toString('base64url'), makeCursor(['one'])])(
  'what is no cursor of ours is refused: %s',
  (text) => {
    expect(() => readCursor(text, 2)).toThrow(/cursor/)
  },
)
