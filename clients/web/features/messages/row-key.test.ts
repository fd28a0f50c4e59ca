import { expect, test } from 'vitest'
import { rowKeys } from './row-key.ts'

const message = (state: 'sending' | 'sent', seq: number, authorId: string, commandId: string) => ({
  state,
  seq,
  authorId,
  commandId,
})

test('a message keeps its name when it is confirmed', () => {
  const keys = rowKeys('me')
  const waiting = message('sending', 0, 'me', 'c1')
  keys.note([message('sent', 1, 'ann', 'x'), waiting])
  expect(keys.of(waiting)).toBe('c1')
  expect(keys.of(message('sent', 2, 'me', 'c1'))).toBe('c1')
})

test('history is named by seq, and another person cannot take our name', () => {
  const keys = rowKeys('me')
  keys.note([message('sending', 0, 'me', 'c1')])
  expect(keys.of(message('sent', 7, 'me', 'c0'))).toBe(7)
  expect(keys.of(message('sent', 8, 'mallory', 'c1'))).toBe(8)
})
