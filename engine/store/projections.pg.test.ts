import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RoomWrite } from '../actors/ports.ts'
import { makeRoom, messageIdOf } from './conversation-events.ts'
import { Conversation } from './entities/conversation.ts'
import { Due } from './entities/due.ts'
import { Member } from './entities/member.ts'
import { Message } from './entities/message.ts'
import { UNSCOPED } from './entities/organisation-filter.ts'
import type { Store } from './store.ts'
import { type TestDatabase, withDatabase } from './testing.ts'

describe('what a commit writes beside its events', () => {
  const [ann, bob, cleo] = [randomUUID(), randomUUID(), randomUUID()] as const
  let database: TestDatabase
  let store: Store

  beforeAll(async () => {
    database = await withDatabase()
    store = await database.open()
    await store.em().getConnection().execute('UPDATE shard SET term = 1')
  })
  afterAll(() => database.stop())

  const commit = async (...writes: RoomWrite[]) =>
    expect(await store.journal.commit(0, writes)).toEqual(writes.map(() => 'written'))
  const conversation = (id: string) => store.em().findOneOrFail(Conversation, { id }, UNSCOPED)
  const membersOf = async (conversationId: string) =>
    (
      await store.em().find(Member, { conversationId }, { ...UNSCOPED, orderBy: { joinedSeq: 1, role: -1 } })
    ).map(({ userId, role, readSeq, joinedSeq }) => ({ userId, role, readSeq, joinedSeq }))

  it('is the conversation, its members and its messages, each as after the last event', async () => {
    const room = makeRoom()
    const [created, sent] = [room.created(ann, [bob], 'Tea'), room.sent(ann, 'helo')]
    const hello = messageIdOf(sent)
    await commit(room.write([created, sent, room.edited(ann, hello, 'hello')]))
    expect(await conversation(room.roomId)).toMatchObject({
      organisationId: room.organisationId,
      kind: 'group',
      title: 'Tea',
      archived: false,
      head: 3,
      createdAt: new Date('2026-11-21T12:00:01.007Z'),
      lastAt: new Date('2026-11-21T12:00:03.007Z'),
      lastMessageId: hello,
      lastMessageSeq: 2,
      lastMessageAuthorId: ann,
      lastMessageText: 'hello',
      lastMessageDeleted: false,
    })
    expect(await membersOf(room.roomId)).toEqual([
      { userId: ann, role: 'owner', readSeq: 1, joinedSeq: 1 },
      { userId: bob, role: 'member', readSeq: 1, joinedSeq: 1 },
    ])
    expect(await store.em().find(Message, { conversationId: room.roomId }, UNSCOPED)).toMatchObject([
      { seq: 2, organisationId: room.organisationId, text: 'hello', deletedAt: null },
    ])
  })

  it('is no row for a message that has not changed', async () => {
    const room = makeRoom()
    await commit(room.write([room.created(ann)]))
    await commit(room.write([room.sent(ann, 'by the statement for messages')]))
    await commit(room.write([room.sent(ann, 'by the other'), room.event('conversation.archived', ann, {})]))
    expect(await store.em().count(Message, { conversationId: room.roomId }, UNSCOPED)).toBe(0)
  })

  it('follows later commits', async () => {
    const room = makeRoom()
    await commit(room.write([room.created(ann, [bob])]))
    const sent = [room.sent(ann, 'one'), room.sent(bob, 'two')] as const
    const [first, second] = [messageIdOf(sent[0]), messageIdOf(sent[1])]
    await commit(room.write(sent))
    await commit(room.write([room.edited(ann, first, 'uno')]))
    expect(await conversation(room.roomId)).toMatchObject({ head: 4, lastMessageText: 'two' })
    await commit(room.write([room.edited(bob, second, 'due')]))
    expect(await conversation(room.roomId)).toMatchObject({
      head: 5,
      lastMessageText: 'due',
      lastMessageDeleted: false,
    })
    await commit(
      room.write([room.deleted(ann, second), room.event('conversation.renamed', ann, { title: 'New' })]),
    )
    expect(await conversation(room.roomId)).toMatchObject({
      title: 'New',
      lastMessageText: '',
      lastMessageDeleted: true,
    })
    await commit(room.write([room.event('conversation.archived', ann, {})]))
    expect(await conversation(room.roomId)).toMatchObject({ title: 'New', archived: true, lastMessageSeq: 3 })
    const messages = await store
      .em()
      .find(Message, { conversationId: room.roomId }, { ...UNSCOPED, orderBy: { seq: 1 } })
    expect(
      messages.map(({ text, editedAt, deletedAt }) => [text, editedAt !== null, deletedAt !== null]),
    ).toEqual([
      ['uno', true, false],
      ['', true, true],
    ])
  })

  it('lets people come, change and go', async () => {
    const room = makeRoom()
    await commit(room.write([room.created(ann, [bob])]))
    await commit(
      room.write([
        room.event('member.roleChanged', ann, { userId: bob, role: 'admin' }),
        room.event('member.invited', bob, { userIds: [cleo] }),
      ]),
    )
    await commit(room.write([room.event('member.left', ann, {})]))
    expect(await membersOf(room.roomId)).toEqual([
      { userId: bob, role: 'admin', readSeq: 1, joinedSeq: 1 },
      { userId: cleo, role: 'member', readSeq: 3, joinedSeq: 3 },
    ])
    // who goes and comes back in one commit begins anew
    await commit(
      room.write([
        room.event('member.removed', bob, { userId: cleo }),
        room.event('member.invited', bob, { userIds: [cleo] }),
      ]),
    )
    expect(await membersOf(room.roomId)).toContainEqual({
      userId: cleo,
      role: 'member',
      readSeq: 6,
      joinedSeq: 6,
    })
  })

  it('arms and disarms due rows', async () => {
    const room = makeRoom()
    const dueRows = async () => (await store.em().find(Due, { roomId: room.roomId })).map(({ name }) => name)
    const [soon, later] = ['2026-12-01T00:00:00.000Z', '2026-12-02T00:00:00.000Z']
    await commit(
      room.write([room.created(ann)], {
        due: [
          { name: 'a', due: { at: soon, waker: 'owner' } },
          { name: 'b', due: { at: soon, waker: 'owner' } },
          { name: 'b', due: { at: later, waker: 'owner' } },
        ],
      }),
    )
    expect((await dueRows()).sort()).toEqual(['a', 'b'])
    expect((await store.em().findOneOrFail(Due, { roomId: room.roomId, name: 'b' })).dueAt).toEqual(
      new Date(later),
    )
    await commit(room.write([room.sent(ann, 'x')], { due: [{ name: 'a', due: null }] }))
    expect(await dueRows()).toEqual(['b'])
  })

  it('is nothing when the room is refused, and whole for its neighbours', async () => {
    const [spoilt, sound] = [makeRoom(), makeRoom()]
    await commit(spoilt.write([spoilt.created(ann)]))
    const doubled = { ...spoilt.sent(ann, 'no'), seq: 1 }
    const outcomes = await store.journal.commit(0, [
      spoilt.write([doubled], {
        snapshot: { version: 1, dump: {} },
        due: [{ name: 'a', due: { at: doubled.at, waker: 'owner' } }],
      }),
      sound.write([sound.created(bob), sound.sent(bob, 'yes')]),
    ])
    expect(outcomes).toEqual(['conflict', 'written'])
    expect(await conversation(spoilt.roomId)).toMatchObject({ head: 1, lastMessageId: null })
    expect(await store.em().count(Message, { conversationId: spoilt.roomId }, UNSCOPED)).toBe(0)
    expect(await store.em().count(Due, { roomId: spoilt.roomId })).toBe(0)
    expect(await conversation(sound.roomId)).toMatchObject({ head: 2, lastMessageText: 'yes' })
  })

  it('takes any text, and gives the event back to the letter', async () => {
    const room = makeRoom()
    const text = '\0 \ud83e "{\\},NULL" \u2028'
    const [created, sent] = [room.created(ann), room.sent(ann, text)]
    await commit(room.write([created, sent]))
    expect((await store.journal.load(room.roomId))?.events[1]).toEqual(sent)
  })

  it('lets one value that no table takes spoil one room only', async () => {
    const [spoilt, sound] = [makeRoom(), makeRoom()]
    const bad = { ...spoilt.created(ann), commandId: 'a\0b' }
    await expect(
      store.journal.commit(0, [spoilt.write([bad]), sound.write([sound.created(ann)])]),
    ).rejects.toThrow()
    expect(await store.journal.load(spoilt.roomId)).toBeNull()
    expect((await store.journal.load(sound.roomId))?.events).toHaveLength(1)
  })
})
