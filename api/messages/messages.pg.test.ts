import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Parley, refusal, type Someone, withParley } from '../testing.ts'

let parley: Parley
let ann: Someone
let bob: Someone
let conversationId: string

beforeAll(async () => {
  parley = await withParley({ passwordThreads: 2 })
  ;[ann, bob] = await Promise.all([parley.someone('Ann'), parley.someone('Bob')])
  const made = await ann.call.conversations.create({ kind: 'group', title: 'Tea', memberIds: [bob.id] })
  conversationId = made.conversation.id
})
afterAll(() => parley.stop())

const fresh = () => parley.node.newId()
const says = (who: Someone, text: string, more: { commandId?: string; replyTo?: string } = {}) =>
  who.call.messages.send({ conversationId, text, commandId: fresh(), ...more })

test('a message is trimmed, numbered and kept; its retry gets the same answer and writes nothing', async () => {
  const commandId = fresh()
  const first = await says(ann, '  hello  ', { commandId })
  expect(await says(ann, '  hello  ', { commandId })).toEqual(first)
  const { items, head } = await bob.call.messages.history({ conversationId })
  expect(head).toBe(first.seq)
  expect(items).toEqual([
    {
      messageId: first.messageId,
      seq: first.seq,
      authorId: ann.id,
      commandId,
      text: 'hello',
      at: first.at,
      editedAt: null,
      deletedAt: null,
      replyTo: null,
    },
  ])
})

test('a reply names its message, which must be of this conversation', async () => {
  const { messageId } = await says(ann, 'question')
  await says(bob, 'answer', { replyTo: messageId })
  const { items } = await ann.call.messages.history({ conversationId, limit: 1 })
  expect(items[0]).toMatchObject({ text: 'answer', replyTo: messageId })
  expect(await refusal(says(bob, 'to nothing', { replyTo: fresh() }))).toBe('UNKNOWN_MESSAGE')
  expect(await refusal(says(bob, 'to nothing', { replyTo: 'rubbish' }))).toBe('UNKNOWN_MESSAGE')
})

test('its author edits a message; the former texts stay to be seen', async () => {
  const { messageId } = await says(ann, 'first')
  const edit = (who: Someone, text: string) =>
    who.call.messages.edit({ conversationId, messageId, text, commandId: fresh() })
  expect((await ann.call.messages.edits({ conversationId, messageId })).items).toEqual([])
  expect(await refusal(edit(bob, 'not mine'))).toBe('NO_PERMISSION')
  expect(await edit(ann, 'second')).toMatchObject({ messageId })
  await edit(ann, 'third')
  expect(await refusal(edit(ann, ' third '))).toBe('NOTHING_TO_CHANGE')

  const { items } = await bob.call.messages.history({ conversationId, limit: 1 })
  expect(items[0]).toMatchObject({ text: 'third', editedAt: expect.any(String) })
  const { items: former } = await bob.call.messages.edits({ conversationId, messageId })
  expect(former.map(({ text }) => text)).toEqual(['first', 'second'])
})

test('a deleted message leaves its place and nothing of its text', async () => {
  const { messageId, seq } = await says(bob, 'regret')
  await bob.call.messages.edit({ conversationId, messageId, text: 'deep regret', commandId: fresh() })
  await ann.call.messages.delete({ conversationId, messageId, commandId: fresh() })
  const { items } = await ann.call.messages.history({ conversationId, after: seq - 1, limit: 1 })
  expect(items[0]).toMatchObject({ seq, text: '', deletedAt: expect.any(String) })
  expect((await ann.call.messages.edits({ conversationId, messageId })).items).toEqual([])
  const again = { conversationId, messageId, commandId: fresh() }
  expect(await refusal(ann.call.messages.delete(again))).toBe('NOTHING_TO_CHANGE')
})

test.each([
  ['', 'TEXT_EMPTY'],
  [' \n\t ', 'TEXT_EMPTY'],
  ['x'.repeat(8_001), 'TEXT_TOO_LONG'],
  ['nul\0', 'INVALID_INPUT'],
  ['half a pair \ud800', 'INVALID_INPUT'],
])('the text %j is refused: %s', async (text, reason) => {
  expect(await refusal(says(ann, text))).toBe(reason)
})

test('8,000 characters of any script fit, and come back as they were', async () => {
  const text = '🫖'.repeat(4_000)
  await says(ann, text)
  const { items } = await bob.call.messages.history({ conversationId, limit: 1 })
  expect(items[0]?.text).toBe(text)
})

test('history goes back and forth by seq, without hole or double', async () => {
  const made = await ann.call.conversations.create({ kind: 'group', title: 'Long', memberIds: [] })
  const long = made.conversation.id
  for (let number = 1; number <= 10; number++) {
    await ann.call.messages.send({ conversationId: long, commandId: fresh(), text: `${number}` })
  }
  const texts = async (page: { before?: number; after?: number; limit?: number }) =>
    (await ann.call.messages.history({ conversationId: long, ...page })).items.map(({ text }) => text)
  expect(await texts({ limit: 3 })).toEqual(['8', '9', '10'])
  const newest = (await ann.call.messages.history({ conversationId: long, limit: 3 })).items
  expect(await texts({ before: newest[0]?.seq ?? 0, limit: 3 })).toEqual(['5', '6', '7'])
  expect(await texts({ after: 0, limit: 2 })).toEqual(['1', '2'])
  expect(await texts({ after: 1_000_000 })).toEqual([])
  expect(await texts({ before: 0 })).toEqual([])
  expect(await refusal(texts({ before: 5, after: 1 }))).toBe('INVALID_INPUT')
  expect(await refusal(texts({ limit: 201 }))).toBe('INVALID_INPUT')
  expect(await refusal(texts({ before: -1 }))).toBe('INVALID_INPUT')
})

test('an id that somebody made up finds nothing, though it names the seq of a message', async () => {
  const { messageId, seq } = await says(ann, 'here')
  for (const forged of [parley.node.newId(seq), parley.node.newId(seq - 1), parley.node.newId(2 ** 40 - 1)]) {
    const about = { conversationId, messageId: forged, commandId: fresh() }
    expect(await refusal(ann.call.messages.edits(about))).toBe('UNKNOWN_MESSAGE')
    expect(await refusal(ann.call.messages.edit({ ...about, text: 'mine' }))).toBe('UNKNOWN_MESSAGE')
    expect(await refusal(ann.call.messages.delete(about))).toBe('UNKNOWN_MESSAGE')
    expect(await refusal(says(ann, 'reply', { replyTo: forged }))).toBe('UNKNOWN_MESSAGE')
  }
  const about = { conversationId, messageId, commandId: fresh() }
  expect(await ann.call.messages.edit({ ...about, text: 'there' })).toMatchObject({ messageId })
})

test('messages of another conversation are not to be had through this one', async () => {
  const other = await bob.call.conversations.create({ kind: 'group', title: 'Private', memberIds: [] })
  const theirs = await bob.call.messages.send({
    conversationId: other.conversation.id,
    commandId: fresh(),
    text: 'secret',
  })
  const { messageId } = theirs
  expect(await refusal(ann.call.messages.edits({ conversationId, messageId }))).toBe('UNKNOWN_MESSAGE')
  expect(await refusal(says(ann, 'reply', { replyTo: messageId }))).toBe('UNKNOWN_MESSAGE')
  expect(await refusal(ann.call.messages.history({ conversationId: other.conversation.id }))).toBe(
    'NOT_A_MEMBER',
  )
})
