import { expect, test } from 'vitest'
import { countNewer, firstNewSeq, newestSeq } from './new-line.ts'

const sent = (seq: number, authorId: string, deletedAt: string | null = null) => ({
  seq,
  authorId,
  state: 'sent' as const,
  deletedAt,
})
const waiting = { seq: 0, authorId: 'me', state: 'sending' as const, deletedAt: null }

test('the line stands above the first message of somebody else that is not read', () => {
  const messages = [sent(2, 'ann'), sent(3, 'me'), sent(5, 'ann'), sent(6, 'ann')]
  expect(firstNewSeq(messages, 3, 'me')).toBe(5)
  expect(firstNewSeq(messages, 5, 'me')).toBe(6)
  expect(firstNewSeq(messages, 6, 'me')).toBe(null)
})

test('what one has answered, one has read', () => {
  const messages = [sent(2, 'ann'), sent(3, 'me'), sent(5, 'ann')]
  expect(firstNewSeq(messages, 0, 'me')).toBe(5)
  expect(firstNewSeq([...messages, waiting], 0, 'me')).toBe(null)
})

test('what was deleted before it was read is not new', () => {
  expect(firstNewSeq([sent(2, 'ann', '2026-11-21T00:00:00Z'), sent(3, 'ann')], 1, 'me')).toBe(3)
})

test('only messages of others wait below the fold', () => {
  const messages = [sent(2, 'ann'), sent(3, 'me'), sent(4, 'ann'), sent(5, 'ann'), waiting]
  expect(countNewer(messages, 2, 'me')).toBe(2)
  expect(countNewer(messages, 5, 'me')).toBe(0)
})

test('a waiting message has no place yet', () => {
  expect(newestSeq([sent(2, 'ann'), waiting])).toBe(2)
  expect(newestSeq([waiting])).toBe(0)
})
