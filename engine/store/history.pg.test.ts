import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ConversationReset } from '../conversation/message.ts'
import { must } from '../kernel/assert.ts'
import { makeRoom } from './conversation-events.ts'
import type { Store } from './store.ts'
import { type TestDatabase, withDatabase } from './testing.ts'

describe('history', () => {
  const [ann, bob] = [randomUUID(), randomUUID()] as const
  let database: TestDatabase
  let store: Store

  beforeAll(async () => {
    database = await withDatabase()
    store = await database.open()
    await store.em().getConnection().execute('UPDATE shard SET term = 1')
  })
  afterAll(() => database.stop())

  /** A room of so many messages. */
  async function roomOf(messages: number) {
    const room = makeRoom()
    const events = [room.created(ann, [bob], 'Tea')]
    for (let index = 1; index <= messages; index++) events.push(room.sent(ann, `message ${index}`))
    await store.journal.commit(0, [room.write(events)])
    return { ...room, events }
  }

  it('gives each room what it wants, in the order of the question', async () => {
    const [long, short] = [await roomOf(9), await roomOf(1)]
    const unknown = randomUUID()
    const found = await store.history.eventsAfter(
      [
        { roomId: short.roomId, after: 0 },
        { roomId: unknown, after: 0 },
        { roomId: 'no uuid', after: 3 },
        { roomId: long.roomId, after: 7 },
        { roomId: long.roomId, after: 10 },
        { roomId: long.roomId, after: 99 },
      ],
      5,
    )
    expect(found).toEqual([
      { roomId: short.roomId, head: 2, events: short.events },
      { roomId: unknown, head: 0, events: [] },
      { roomId: 'no uuid', head: 0, events: [] },
      { roomId: long.roomId, head: 10, events: long.events.slice(7) },
      { roomId: long.roomId, head: 10, events: [] },
      { roomId: long.roomId, head: 10, events: [] },
    ])
  })

  it('gives all or none: none when there are more than the limit', async () => {
    const { roomId, events } = await roomOf(9)
    const eventsAfter = async (seq: number) =>
      (await store.history.eventsAfter([{ roomId, after: seq }], 5))[0]
    expect(await eventsAfter(4)).toEqual({ roomId, head: 10, events: null })
    expect(await eventsAfter(5)).toEqual({ roomId, head: 10, events: events.slice(5) })
  })

  it('resets to the state and the newest fifty messages', async () => {
    const room = await roomOf(60)
    const edited = must(room.events.at(-2), 'a message')
    const messageId = (edited.payload as { messageId: string }).messageId
    await store.journal.commit(0, [room.write([room.edited(ann, messageId, 'edited')])])
    await store.journal.commit(0, [room.write([room.event('member.left', bob, {})])])
    const resets = await store.history.resets([room.roomId, randomUUID(), 'no uuid'])
    expect([...resets.keys()]).toEqual([room.roomId])
    const { seq, json } = resets.get(room.roomId) ?? { seq: 0, json: '' }
    expect(seq).toBe(63)
    const reset = JSON.parse(json) as ConversationReset
    expect(reset).toMatchObject({
      kind: 'reset',
      seq: 63,
      conversation: {
        organisationId: room.organisationId,
        kind: 'group',
        title: 'Tea',
        archived: false,
        head: 63,
        lastAt: '2026-11-21T12:01:03.007Z',
        members: [[ann, 'owner']],
      },
    })
    expect(reset.messages.map((message) => message.seq)).toEqual(
      Array.from({ length: 50 }, (_, index) => index + 12),
    )
    expect(reset.messages.at(-2)).toEqual({
      messageId,
      seq: 60,
      authorId: ann,
      commandId: edited.commandId,
      text: 'edited',
      at: edited.at,
      editedAt: '2026-11-21T12:01:02.007Z',
      deletedAt: null,
      replyTo: null,
    })
  })
})
