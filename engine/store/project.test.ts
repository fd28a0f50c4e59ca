import { describe, expect, it } from 'vitest'
import type { ConversationEvent } from '../protocol/events/conversation-event.ts'
import { makeRoom, messageIdOf } from './conversation-events.ts'
import { project } from './project.ts'

const effectsOf = (events: readonly unknown[]) => project(events as readonly ConversationEvent[])

describe('the effects of one commit', () => {
  it('begin a conversation with its members', () => {
    const room = makeRoom()
    const { conversation, members } = effectsOf([room.created('ann', ['bob'], 'Tea')])
    expect(conversation).toMatchObject({ created: { kind: 'group', title: 'Tea' }, head: 1, newest: null })
    expect(members).toEqual([
      { does: 'come', userId: 'ann', role: 'owner', joinedSeq: 1 },
      { does: 'come', userId: 'bob', role: 'member', joinedSeq: 1 },
    ])
  })

  it('name each person once, by what became of them', () => {
    const room = makeRoom()
    const { members } = effectsOf([
      room.event('member.invited', 'ann', { userIds: ['bob', 'cleo', 'dan'] }),
      room.event('member.roleChanged', 'ann', { userId: 'bob', role: 'admin' }),
      room.event('member.left', 'cleo', {}),
      room.event('member.removed', 'ann', { userId: 'eve' }),
      room.event('member.removed', 'ann', { userId: 'dan' }),
      room.event('member.joined', 'dan', { role: 'member' }),
      room.event('member.roleChanged', 'ann', { userId: 'finn', role: 'admin' }),
      room.event('member.roleChanged', 'ann', { userId: 'finn', role: 'owner' }),
    ])
    expect(members).toEqual([
      { does: 'come', userId: 'bob', role: 'admin', joinedSeq: 1 },
      { does: 'go', userId: 'cleo' },
      { does: 'come', userId: 'dan', role: 'member', joinedSeq: 6 },
      { does: 'go', userId: 'eve' },
      { does: 'change', userId: 'finn', role: 'owner' },
    ])
  })

  it('change a message once, with everything that befell it', () => {
    const room = makeRoom()
    const [first, second] = [room.sent('ann', 'helo'), room.sent('bob', 'hi')]
    const { changed, conversation } = effectsOf([
      first,
      second,
      room.edited('ann', messageIdOf(first), 'once'),
      room.edited('ann', messageIdOf(first), 'hello'),
      room.edited('bob', messageIdOf(second), 'hey'),
      room.deleted('bob', messageIdOf(second)),
    ])
    const [third, fourth, fifth] = ['04', '05', '06'].map((second) => `2026-11-21T12:00:${second}.007Z`)
    expect(changed).toEqual([
      { seq: 1, text: 'hello', editedAt: third, deletedAt: null },
      { seq: 2, text: '', editedAt: fourth, deletedAt: fifth },
    ])
    expect(conversation.newest).toMatchObject({ messageId: messageIdOf(second), text: '', deleted: true })
  })

  it('leave a message alone that was only sent', () => {
    const room = makeRoom()
    const sent = room.sent('ann', 'x'.repeat(300))
    const { changed, conversation } = effectsOf([sent])
    expect(changed).toEqual([])
    expect(conversation.newest).toMatchObject({ messageId: messageIdOf(sent), text: 'x'.repeat(200) })
  })

  it('keep the last word about title and archive', () => {
    const room = makeRoom()
    const { conversation } = effectsOf([
      room.event('conversation.renamed', 'ann', { title: 'One' }),
      room.event('conversation.archived', 'ann', {}),
      room.event('conversation.restored', 'ann', {}),
      room.event('conversation.renamed', 'ann', { title: 'Two' }),
    ])
    expect(conversation).toMatchObject({ created: null, title: 'Two', archived: false, head: 4 })
  })

  it('show a NUL as unreadable, for a table cannot hold it', () => {
    expect(effectsOf([makeRoom().sent('ann', 'a\0b')]).conversation.newest?.text).toBe('a\uFFFDb')
  })
})
