import { expect, test } from 'vitest'
import type { ShownMessage } from '../../clients/sdk/types.ts'
import type { Stream } from './history.ts'
import { makeEar } from './sdk-voice.ts'

function shown(seq: number, authorId = 'ann', state: ShownMessage['state'] = 'sent'): ShownMessage {
  const empty = { editedAt: null, deletedAt: null, replyTo: null, reason: null }
  return { ...empty, messageId: `m${seq}`, seq, authorId, commandId: `c${seq}`, text: '', at: '', state }
}

/** Shows one list after another to somebody who knows the room up to seq 1. */
function heardOf(...screens: ShownMessage[][]): string {
  const stream: Stream = { client: 'me', roomId: 'r', after: 1, heard: [] }
  const hear = makeEar(stream, 'me')
  for (const messages of screens) hear(messages)
  return stream.heard.map(({ kind, seq }) => (kind === 'reset' ? `reset ${seq}` : String(seq))).join(', ')
}

test('each message is heard once, in the order of the screen', () => {
  expect(heardOf([shown(2)], [shown(2), shown(3), shown(4)], [shown(3), shown(4)])).toBe('2, 3, 4')
})

test('what is still being sent is not heard, nor is an answered one before what stands ahead of it', () => {
  const waiting = shown(0, 'me', 'sending')
  expect(heardOf([shown(2), waiting], [shown(2), shown(5, 'me')])).toBe('2')
  expect(heardOf([shown(2), shown(5, 'me')], [shown(2), shown(3), shown(4), shown(5, 'me')])).toBe(
    '2, 3, 4, 5',
  )
})

test('a window that moved on is a reset; one that skips is a hole, left for the checker to find', () => {
  expect(heardOf([shown(2)], [shown(7), shown(8)])).toBe('2, reset 6, 7, 8')
  expect(heardOf([shown(2)], [shown(2), shown(4), shown(5)])).toBe('2, 4, 5')
})

test('a window that shows others where some had been is a reset, and so is one that ends before they did', () => {
  const other = { ...shown(3), commandId: 'other' }
  expect(heardOf([shown(2), shown(3), shown(4)], [shown(2), other])).toBe('2, 3, 4, reset 1, 2, 3')
  expect(heardOf([shown(2), shown(3)], [shown(2)])).toBe('2, 3, reset 1, 2')
})

test('a message of our own that was answered with a place of the new history waits until the screen has turned to it', () => {
  const former = [shown(2), shown(3), shown(4)]
  const answered = { ...shown(3, 'me'), commandId: 'new' }
  expect(heardOf(former, [...former, answered], [shown(2), answered])).toBe('2, 3, 4, reset 1, 2, 3')
})
