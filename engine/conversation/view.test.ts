import { expect, it } from 'vitest'
import type { ConversationEvent } from '../protocol/events/conversation-event.ts'
import type { Message } from './message.ts'
import { applyEventsToMessages, applyToMessages } from './view.ts'

const at = '2026-11-21T12:00:00.000Z'
const later = '2026-11-21T12:05:00.000Z'
const around = (seq: number) => ({ seq, authorId: 'ann', commandId: `c${seq}`, at: seq < 10 ? at : later })
const sent = (seq: number, text: string): ConversationEvent => {
  return { ...around(seq), kind: 'message.sent', payload: { messageId: `m${seq}`, text, replyTo: null } }
}
const edited = (seq: number, messageId: string, text: string): ConversationEvent => {
  return { ...around(seq), kind: 'message.edited', payload: { messageId, text } }
}
const deleted = (seq: number, messageId: string): ConversationEvent => {
  return { ...around(seq), kind: 'message.deleted', payload: { messageId } }
}
const texts = (messages: readonly Message[]) => messages.map((message) => message.text)
const page = applyEventsToMessages([], [sent(2, 'one'), sent(3, 'two'), sent(5, 'three')])

it('appends what is sent', () => {
  expect(applyToMessages([], sent(2, 'hello'))).toEqual([
    {
      messageId: 'm2',
      seq: 2,
      authorId: 'ann',
      commandId: 'c2',
      text: 'hello',
      at,
      editedAt: null,
      deletedAt: null,
      replyTo: null,
    },
  ])
})

it('changes an edited message in its place', () => {
  const after = applyToMessages(page, edited(12, 'm3', 'TWO'))
  expect(texts(after)).toEqual(['one', 'TWO', 'three'])
  expect(after[1]).toMatchObject({ seq: 3, at, editedAt: later })
})

it('leaves a tombstone, which no edit brings back', () => {
  const after = applyToMessages(page, deleted(12, 'm3'))
  expect(after[1]).toMatchObject({ text: '', deletedAt: later })
  expect(applyToMessages(after, edited(13, 'm3', 'back again'))).toEqual(after)
})

it('applies a batch as one event after another', () => {
  const batch = [sent(10, 'four'), edited(11, 'm10', 'FOUR'), sent(12, 'five'), deleted(13, 'm2')]
  const oneByOne = batch.reduce<readonly Message[]>(applyToMessages, page)
  expect(applyEventsToMessages(page, batch)).toEqual(oneByOne)
  expect(texts(oneByOne)).toEqual(['', 'two', 'three', 'FOUR', 'five'])
})

it('never changes the array it was given', () => {
  const before = structuredClone(page)
  applyEventsToMessages(page, [sent(10, 'four'), edited(11, 'm3', 'TWO'), deleted(12, 'm2')])
  expect(page).toEqual(before)
})

it('returns the same array when nothing changes', () => {
  const joined: ConversationEvent = { ...around(20), kind: 'member.joined', payload: { role: 'member' } }
  const idle = [sent(3, 'seen already'), edited(21, 'older than the page', 'x'), joined]
  expect(applyEventsToMessages(page, idle)).toBe(page)
})
