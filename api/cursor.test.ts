import { expect, test } from 'vitest'
import { isUuid } from '../engine/kernel/ids.ts'
import { isInstant, isText, makeCursor, readCursor } from './cursor.ts'

const ID = '01998877-0000-7000-8000-000000000001'
const AT = '2026-11-21T03:04:05.678Z'

test('a cursor comes back as it was, whatever is in it', () => {
  expect(readCursor(makeCursor(['Zürich ~ "1"', ID]), [isText, isUuid])).toEqual(['Zürich ~ "1"', ID])
  expect(readCursor(makeCursor([AT, ID]), [isInstant, isUuid])).toEqual([AT, ID])
})

test.each([
  '',
  'nonsense',
  Buffer.from('[1,2]').toString('base64url'),
  Buffer.from('null').toString('base64url'),
  makeCursor([AT]),
  makeCursor([AT, ID, ID]),
  makeCursor(['1', ID]),
  makeCursor(['infinity', ID]),
  makeCursor([AT, "' OR true"]),
])('what is no cursor of ours is refused: %s', (text) => {
  expect(() => readCursor(text, [isInstant, isUuid])).toThrow(/cursor/)
})

test('a title in a cursor may hold anything but a NUL', () => {
  expect(() => readCursor(makeCursor(['a\0', ID]), [isText, isUuid])).toThrow(/cursor/)
})
