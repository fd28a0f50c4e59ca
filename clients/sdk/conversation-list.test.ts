import { beforeEach, describe, expect, test } from 'vitest'
import type { ConversationEvent } from '../../engine/protocol/events/conversation-event.ts'
import { type ManualClock, makeManualClock } from '../../engine/sim/manual-clock.ts'
import { type ConversationList, type Listed, makeConversationList } from './conversation-list.ts'
import { memoryStorage } from './storage/memory.ts'
import type { Storage } from './storage/port.ts'
import { AT, changed, sent } from './testing/events.ts'
import { turns } from './testing/settled.ts'

function listed(id: string, head: number, more: Partial<Listed> = {}): Listed {
  return {
    id,
    kind: 'group',
    name: id,
    title: id,
    archived: false,
    peer: null,
    head,
    unread: 0,
    lastAt: AT,
    lastMessage: { messageId: `message-${head}`, authorId: 'bob', text: 'before', at: AT, deleted: false },
    position: `e1:${head}`,
    ...more,
  }
}

let clock: ManualClock
let storage: Storage
let answers: Listed[][]
let asked: number
let gone: string[]
let known: string[]
let list: ConversationList

function start(): ConversationList {
  return makeConversationList({
    clock,
    storage,
    me: 'ann',
    async page(cursor) {
      asked++
      const page = Number(cursor ?? 0)
      const items = answers[page] ?? []
      return page + 1 < answers.length ? { items, nextCursor: String(page + 1) } : { items }
    },
    known: (roomId, { seq }) => known.push(`${roomId} ${seq}`),
    gone: (roomId) => gone.push(roomId),
  })
}

const items = () => list.view.get().items
const happens = (roomId: string, ...events: ConversationEvent[]) =>
  list.apply(roomId, { epoch: 'e1', reset: null, events })

beforeEach(async () => {
  clock = makeManualClock()
  storage = memoryStorage()
  answers = [[listed('a', 5)], [listed('b', 9)]]
  asked = 0
  gone = []
  known = []
  list = start()
  await list.refetch()
})

describe('the list', () => {
  test('is read page by page and says from where to follow', () => {
    expect(items().map(({ id }) => id)).toEqual(['a', 'b'])
    expect(known).toEqual(['a 5', 'b 9'])
    expect(list.view.get().status).toBe('ready')
  })

  test('moves the room that speaks to the top and counts what others say', () => {
    const later = '2026-11-21T11:00:00.000Z'
    happens('b', sent(10, 'hello', { at: later }), sent(11, 'there', { at: later }))
    expect(items()[0]).toMatchObject({ id: 'b', unread: 2, lastMessage: { text: 'there', authorId: 'bob' } })
    happens('b', sent(12, 'mine', { authorId: 'ann', at: later }))
    expect(items()[0]).toMatchObject({ unread: 2, lastMessage: { text: 'mine' } })
    list.read('b')
    expect(items()[0]).toMatchObject({ unread: 0 })
  })

  test('says "100 or more" and no number beyond', () => {
    happens('a', ...Array.from({ length: 130 }, (_, index) => sent(6 + index)))
    expect(items().find(({ id }) => id === 'a')?.unread).toBe(100)
  })

  test('drops what its answer already contained', () => {
    happens('a', sent(5, 'again'))
    expect(items()[0]).toMatchObject({ unread: 0, lastMessage: { text: 'before' } })
  })

  test('shows the last message as it is now', () => {
    happens('a', changed(6, { kind: 'message.edited', messageId: 'message-5', text: 'better' }))
    expect(items()[0]?.lastMessage?.text).toBe('better')
    happens('a', changed(7, { kind: 'message.edited', messageId: 'message-1', text: 'an old one' }))
    expect(items()[0]?.lastMessage?.text).toBe('better')
    happens('a', changed(8, { kind: 'message.deleted', messageId: 'message-5' }))
    expect(items()[0]?.lastMessage).toMatchObject({ text: '', deleted: true })
  })

  test('asks the server when a deletion may have been of an unread message', async () => {
    happens('a', sent(6))
    answers = [[listed('a', 7, { unread: 0 }), listed('b', 9)]]
    happens('a', changed(7, { kind: 'message.deleted', messageId: 'message-6' }))
    clock.advance(1_000)
    await turns()
    expect(items().find(({ id }) => id === 'a')?.unread).toBe(0)
  })

  test('asks the server for a room it does not know, and again for what happens meanwhile', async () => {
    answers = [[listed('a', 5), listed('b', 9), listed('new', 1)]]
    happens('new', sent(1))
    clock.advance(300)
    happens('new', sent(2))
    answers = [[listed('a', 5), listed('b', 9), listed('new', 2, { unread: 2 })]]
    await turns()
    clock.advance(300)
    await turns()
    expect(items().find(({ id }) => id === 'new')).toMatchObject({ head: 2, unread: 2 })
  })

  test('keeps a line that events have brought further than the answer', async () => {
    happens('a', sent(6, 'newer'))
    await list.refetch()
    expect(items().find(({ id }) => id === 'a')?.lastMessage?.text).toBe('newer')
  })

  test('lets go of a room one has left, and of one the server does not list any more', async () => {
    happens('a', {
      seq: 6,
      kind: 'member.removed',
      authorId: 'bob',
      commandId: 'c',
      at: AT,
      payload: { userId: 'ann' },
    })
    expect(items().map(({ id }) => id)).toEqual(['b'])
    answers = [[]]
    await list.refetch()
    expect(items()).toEqual([])
    expect(gone).toEqual(['a', 'b'])
  })

  test('is there at once after a reload, as it was', async () => {
    happens('a', sent(6, 'last words'))
    clock.advance(1_000)
    await turns()
    known = []
    list = start()
    await list.load()
    expect(list.view.get().status).toBe('ready')
    expect(items().find(({ id }) => id === 'a')?.lastMessage?.text).toBe('last words')
    expect(known).toEqual(['a 6', 'b 9'])
  })

  test('whose question fails stays as it was', async () => {
    list = makeConversationList({
      clock,
      storage,
      me: 'ann',
      page: () => Promise.reject(new Error('no network')),
      known: () => {},
      gone: () => {},
    })
    await list.refetch()
    expect(list.view.get()).toEqual({ status: 'loading', items: [] })
    expect(asked).toBe(2)
  })
})
