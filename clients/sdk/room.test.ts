import { beforeEach, describe, expect, test } from 'vitest'
import type { Message } from '../../engine/conversation/message.ts'
import { messageOf } from '../../engine/conversation/view.ts'
import { idSource } from '../../engine/kernel/ids.ts'
import { seededRandom } from '../../engine/kernel/random.ts'
import type { ConversationEvent } from '../../engine/protocol/events/conversation-event.ts'
import type { Position } from '../../engine/protocol/position.ts'
import { type ManualClock, makeManualClock } from '../../engine/sim/manual-clock.ts'
import { makeOutbox } from './outbox.ts'
import { makeRoom, type OwnedRoom } from './room.ts'
import { memoryStorage } from './storage/memory.ts'
import type { Storage } from './storage/port.ts'
import { AT, reset, sent } from './testing/events.ts'
import { refusal } from './testing/refusals.ts'
import { turns } from './testing/settled.ts'
import { makeTyping } from './typing.ts'

let clock: ManualClock
let storage: Storage
/** The server's side: what it has, how often it was read, what it was told. */
let messages: Message[]
let head: number
let reads: number
let told: number[]
let fault: Error | null
let onRead: () => void
let followed: Position | null
let room: OwnedRoom

function open(): OwnedRoom {
  const random = seededRandom(3)
  const newId = idSource(clock.now, random)
  return makeRoom({
    id: 'room',
    me: 'ann',
    organisationId: 'home',
    clock,
    storage,
    outbox: makeOutbox({
      clock,
      random,
      newId,
      storage,
      tabId: newId(),
      me: 'ann',
      transmit: () => Promise.reject(refusal('UNAVAILABLE')),
    }),
    typing: makeTyping({ clock, random, me: 'ann', follow: () => () => {}, say: () => {} }),
    followedTo: () => followed,
    onRead: () => onRead(),
    calls: {
      async get() {
        reads++
        if (fault) throw fault
        const members = [{ userId: 'ann', role: 'owner' as const }]
        return {
          kind: 'group',
          title: 'Talk',
          archived: false,
          head,
          position: `e1:${head}`,
          readSeq: 2,
          members,
        }
      },
      async history({ before = Number.POSITIVE_INFINITY, limit }) {
        return { items: messages.filter(({ seq }) => seq < before).slice(-limit), head }
      },
      async markRead(seq) {
        told.push(seq)
        return { readSeq: seq }
      },
    },
  })
}

const texts = () => room.view.get().messages.map(({ text }) => text)
function happens(...events: ConversationEvent[]): void {
  head = events.at(-1)?.seq ?? head
  for (const event of events) if (event.kind === 'message.sent') messages.push(messageOf(event))
  followed = { epoch: 'e1', seq: head }
  room.apply({ epoch: 'e1', reset: null, events })
}

beforeEach(async () => {
  clock = makeManualClock()
  storage = memoryStorage()
  messages = [messageOf(sent(2, 'one')), messageOf(sent(3, 'two'))]
  head = 3
  reads = 0
  told = []
  fault = null
  onRead = () => {}
  followed = { epoch: 'e1', seq: 3 }
  room = open()
  room.live()
  await turns()
})

describe('a room', () => {
  test('is read once and then moved on by events', () => {
    happens(sent(4, 'three'))
    expect(texts()).toEqual(['one', 'two', 'three'])
    expect(room.view.get()).toMatchObject({ status: 'ready', hasOlder: false, conversation: { head: 4 } })
    expect(reads).toBe(1)
  })

  test('misses nothing that happens while it is being read', async () => {
    room = open()
    room.live()
    await Promise.resolve()
    happens(sent(4, 'three'))
    await turns()
    expect(texts()).toEqual(['one', 'two', 'three'])
  })

  test('is read again when events do not continue it', async () => {
    messages.push(messageOf(sent(4, 'three')))
    happens(sent(5, 'four'))
    await turns()
    expect(texts()).toEqual(['one', 'two', 'three', 'four'])
    expect(reads).toBe(2)
  })

  test('is replaced by a reset', () => {
    room.apply({ epoch: 'e2', reset: reset(40, ['thirty-nine', 'forty']), events: [] })
    expect(texts()).toEqual(['thirty-nine', 'forty'])
    expect(room.view.get()).toMatchObject({ hasOlder: true, conversation: { title: 'Reset' } })
  })

  test('is gone for whoever may not read it, and comes back with the reset of an invitation', async () => {
    fault = refusal('NOT_A_MEMBER')
    storage = memoryStorage()
    room = open()
    room.live()
    await turns()
    expect(room.view.get()).toMatchObject({ status: 'gone', reason: 'NOT_A_MEMBER' })
    room.apply({ epoch: 'e1', reset: reset(9, ['welcome']), events: [] })
    expect(room.view.get()).toMatchObject({ status: 'ready', reason: null })
    expect(texts()).toEqual(['welcome'])
  })

  test('is read later when it cannot be read now', async () => {
    fault = refusal('BUSY')
    storage = memoryStorage()
    room = open()
    room.live()
    await turns()
    expect(room.view.get().status).toBe('loading')
    fault = null
    clock.advance(2_000)
    await turns()
    expect(room.view.get().status).toBe('ready')
  })
})

describe('a stored room', () => {
  beforeEach(async () => {
    clock.advance(1_000)
    await turns()
    room.close()
    reads = 0
  })

  test('is shown without a connection', async () => {
    room = open()
    await turns()
    expect(texts()).toEqual(['one', 'two'])
    expect(reads).toBe(0)
  })

  test('is not read when it stands where the events go on', async () => {
    room = open()
    room.live()
    await turns()
    happens(sent(4, 'three'))
    expect(texts()).toEqual(['one', 'two', 'three'])
    expect(reads).toBe(0)
  })

  test('is read when events have passed it by', async () => {
    messages.push(messageOf(sent(4, 'three')))
    head = 4
    followed = { epoch: 'e1', seq: 4 }
    room = open()
    room.live()
    await turns()
    expect(texts()).toEqual(['one', 'two', 'three'])
    expect(reads).toBe(1)
  })
})

describe('reading', () => {
  test('is told at most once a second, and the last position is never left out', async () => {
    let heard = 0
    onRead = () => heard++
    room.markRead()
    happens(sent(4))
    room.markRead()
    happens(sent(5))
    room.markRead()
    await turns()
    expect(told).toEqual([3])
    expect(room.view.get().readSeq).toBe(5)
    clock.advance(1_000)
    await turns()
    clock.advance(10_000)
    await turns()
    expect(told).toEqual([3, 5])
    expect(heard).toBe(3)
  })

  test('again what is read already is not told', async () => {
    room.markRead()
    await turns()
    clock.advance(5_000)
    room.markRead()
    await turns()
    expect(told).toEqual([3])
  })
})

test('older pages come before what is shown, and end at the beginning', async () => {
  messages = Array.from({ length: 120 }, (_, index) => messageOf(sent(2 + index)))
  head = 121
  followed = { epoch: 'e1', seq: 121 }
  storage = memoryStorage()
  room = open()
  room.live()
  await turns()
  expect(room.view.get().messages).toHaveLength(50)
  await Promise.all([room.loadOlder(), room.loadOlder()])
  expect(room.view.get().messages).toHaveLength(100)
  await room.loadOlder()
  await room.loadOlder()
  expect(room.view.get().messages.map(({ seq }) => seq)).toEqual(messages.map(({ seq }) => seq))
  expect(room.view.get().hasOlder).toBe(false)
  expect(messages[0]?.at).toBe(AT)
})
