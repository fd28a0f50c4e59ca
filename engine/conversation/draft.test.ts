import { expect, it } from 'vitest'
import { ConversationEvent } from '../protocol/events/conversation-event.ts'
import { type AskedOfConversation, draft } from './draft.ts'
import { type ConversationState, NO_CONVERSATION } from './state.ts'

const at = '2026-11-21T12:00:00.000Z'
const by = { authorId: 'ann', organisationId: 'home', commandId: 'c', at, freshId: 'fresh', found: null }
const room: ConversationState = {
  ...NO_CONVERSATION,
  organisationId: 'home',
  head: 4,
  lastAt: at,
  members: new Map([['ann', 'owner']]),
}
const everything: AskedOfConversation[] = [
  { ...by, type: 'conversation.create', conversationKind: 'group', title: 'T', memberIds: ['bob'] },
  { ...by, type: 'conversation.rename', title: ' New ' },
  { ...by, type: 'conversation.archive' },
  { ...by, type: 'conversation.restore' },
  { ...by, type: 'member.join' },
  { ...by, type: 'member.invite', userIds: ['ann', 'bob'] },
  { ...by, type: 'member.leave' },
  { ...by, type: 'member.remove', userId: 'bob' },
  { ...by, type: 'member.changeRole', userId: 'bob', role: 'admin' },
  { ...by, type: 'message.send', text: ' hi ', replyTo: null },
  { ...by, type: 'message.edit', messageId: 'm', text: ' hi ' },
  { ...by, type: 'message.delete', messageId: 'm' },
]

it('makes of every command an event that the protocol knows, at the next seq', () => {
  const events = everything.map((asked) => ConversationEvent.parse(draft(room, asked)))
  expect(new Set(events.map((event) => event.kind)).size).toBe(everything.length)
  for (const event of events) expect(event).toMatchObject({ seq: 5, authorId: 'ann', commandId: 'c', at })
})

it('never goes back in time', () => {
  const early = { ...by, at: '2020-01-01T00:00:00.000Z', type: 'member.leave' } as const
  expect(draft(room, early).at).toBe(at)
  const late = { ...early, at: '2027-01-01T00:00:00.000Z' }
  expect(draft(room, late).at).toBe(late.at)
})

it('gives what it brings into the world the fresh id', () => {
  const [send] = everything.filter((asked) => asked.type === 'message.send')
  expect(draft(room, send as AskedOfConversation).payload).toEqual({
    messageId: 'fresh',
    text: 'hi',
    replyTo: null,
  })
})

it('makes the first to come back to a deserted channel its owner', () => {
  const join = { ...by, type: 'member.join' } as const
  expect(draft(room, join).payload).toEqual({ role: 'member' })
  expect(draft({ ...room, members: new Map() }, join).payload).toEqual({ role: 'owner' })
})
