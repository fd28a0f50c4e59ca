import { expect, it } from 'vitest'
import type { ConversationEvent } from '../protocol/events/conversation-event.ts'
import { fold, foldAll } from './fold.ts'
import { dumpConversation, loadConversation, NO_CONVERSATION } from './state.ts'

type Told<Event = ConversationEvent> = Event extends { kind: infer Kind; payload: infer Payload }
  ? [authorId: string, kind: Kind, payload: Payload]
  : never

/** Events from who, what and its payload; the envelope follows from the order. */
function told(...events: Told[]): ConversationEvent[] {
  return events.map(([authorId, kind, payload], index) => {
    const at = new Date(Date.UTC(2026, 10, 21, 12, 0, index)).toISOString()
    return { seq: index + 1, kind, authorId, commandId: `c${index}`, at, payload } as ConversationEvent
  })
}

const created: Told = [
  'ann',
  'conversation.created',
  {
    organisationId: 'home',
    conversationKind: 'channel',
    title: 'News',
    members: [
      { userId: 'ann', role: 'owner' },
      { userId: 'bob', role: 'member' },
    ],
  },
]

it('tells a life', () => {
  const life = told(
    created,
    ['cat', 'member.joined', { role: 'member' }],
    ['ann', 'member.invited', { userIds: ['dan', 'eve'] }],
    ['ann', 'member.roleChanged', { userId: 'cat', role: 'admin' }],
    ['bob', 'member.left', {}],
    ['cat', 'member.removed', { userId: 'dan' }],
    ['ann', 'message.sent', { messageId: 'm', text: 'hello', replyTo: null }],
    ['cat', 'conversation.renamed', { title: 'Old news' }],
    ['cat', 'conversation.archived', {}],
  )
  expect(foldAll(NO_CONVERSATION, life)).toEqual({
    organisationId: 'home',
    kind: 'channel',
    title: 'Old news',
    archived: true,
    head: 9,
    lastAt: '2026-11-21T12:00:08.000Z',
    members: new Map([
      ['ann', 'owner'],
      ['cat', 'admin'],
      ['eve', 'member'],
    ]),
  })
})

it('opens again what was archived', () => {
  const life = told(created, ['ann', 'conversation.archived', {}], ['ann', 'conversation.restored', {}])
  expect(foldAll(NO_CONVERSATION, life).archived).toBe(false)
})

it('changes no state it was given', () => {
  const [first, ...rest] = told(
    created,
    ['cat', 'member.joined', { role: 'member' }],
    ['bob', 'member.left', {}],
    ['ann', 'member.roleChanged', { userId: 'cat', role: 'admin' }],
  )
  const before = fold(NO_CONVERSATION, first as ConversationEvent)
  const copy = structuredClone(before)
  foldAll(before, rest)
  expect(before).toEqual(copy)
})

it('keeps the same members when only a message came', () => {
  const [first, second] = told(created, [
    'ann',
    'message.sent',
    { messageId: 'm', text: 'hi', replyTo: null },
  ])
  const before = fold(NO_CONVERSATION, first as ConversationEvent)
  expect(fold(before, second as ConversationEvent).members).toBe(before.members)
})

it('only moves the head for a kind it does not know', () => {
  const [first] = told(created)
  const before = fold(NO_CONVERSATION, first as ConversationEvent)
  const later = { ...first, seq: 2, kind: 'message.pinned', at: '2027-01-01T00:00:00.000Z' }
  const after = fold(before, later as unknown as ConversationEvent)
  expect(after).toEqual({ ...before, head: 2, lastAt: '2027-01-01T00:00:00.000Z' })
})

it('survives being dumped as JSON and loaded', () => {
  const state = foldAll(NO_CONVERSATION, told(created, ['cat', 'member.joined', { role: 'member' }]))
  expect(loadConversation(JSON.parse(JSON.stringify(dumpConversation(state))))).toEqual(state)
})
