import { beforeEach, describe, expect, test } from 'vitest'
import { idSource } from '../../engine/kernel/ids.ts'
import { seededRandom } from '../../engine/kernel/random.ts'
import { type ManualClock, makeManualClock } from '../../engine/sim/manual-clock.ts'
import { makeOutbox, type Outbox } from './outbox.ts'
import type { Entry, Sent } from './outbox-entry.ts'
import { memoryStorage } from './storage/memory.ts'
import type { Storage } from './storage/port.ts'
import { refusal } from './testing/refusals.ts'
import { turns } from './testing/settled.ts'

const ROOM = 'room-1'
const send = (text: string) => ({ type: 'message.send', text, replyTo: null }) as const

/** A server of one room: each commandId is one message, for ever; `next` says how the next calls go wrong. */
function room() {
  const journal: Entry[] = []
  const calls: string[] = []
  const next: (Error | 'lose the answer')[] = []
  return {
    journal,
    calls,
    next,
    texts: () => journal.map(({ command }) => ('text' in command ? command.text : command.type)),
    async transmit(entry: Entry): Promise<Sent> {
      calls.push(entry.commandId)
      const fault = next.shift()
      if (fault instanceof Error) throw fault
      let index = journal.findIndex((other) => other.commandId === entry.commandId)
      if (index < 0) index = journal.push(entry) - 1
      if (fault !== undefined) throw refusal('UNAVAILABLE')
      return { seq: index + 1, messageId: `message-${index + 1}`, at: entry.at }
    },
  }
}

let clock: ManualClock
let storage: Storage
let server: ReturnType<typeof room>
let outbox: Outbox

function start(): Outbox {
  const random = seededRandom(1)
  const newId = idSource(clock.now, random)
  return makeOutbox({
    clock,
    random,
    newId,
    storage,
    tabId: newId(),
    me: 'ann',
    transmit: server.transmit,
  })
}

const shown = () => outbox.entriesOf(ROOM).get()
const stored = async () => (await storage.list('out/')).map(([, entry]) => entry as Entry)

beforeEach(() => {
  clock = makeManualClock()
  storage = memoryStorage()
  server = room()
  outbox = start()
})

describe('a message', () => {
  test('is stored before it is shown, and shown before it is sent', async () => {
    const steps: string[] = []
    const put = storage.put
    storage.put = async (records) => {
      await put(records)
      steps.push('stored')
    }
    const transmit = server.transmit
    server.transmit = (entry) => {
      steps.push('sent')
      return transmit(entry)
    }
    outbox = start()
    outbox.entriesOf(ROOM).subscribe(() => steps.push(`shown ${shown().map(({ state }) => state)}`))
    outbox.open()
    outbox.add(ROOM, send('hi'))
    await turns()
    expect(steps).toEqual(['stored', 'shown waiting', 'sent', 'shown sent'])
    expect(await stored()).toEqual([])
  })

  test('waits while there is no connection, and those of a room go out in order', async () => {
    for (const text of ['one', 'two', 'three']) outbox.add(ROOM, send(text))
    await turns()
    expect(server.calls).toEqual([])
    expect(outbox.unanswered.get()).toBe(3)
    outbox.open()
    await turns()
    expect(server.texts()).toEqual(['one', 'two', 'three'])
    expect(outbox.unanswered.get()).toBe(0)
  })

  test('whose answer is lost is sent again under the same commandId, and is there once', async () => {
    server.next.push('lose the answer')
    outbox.open()
    const commandId = outbox.add(ROOM, send('hi'))
    outbox.add(ROOM, send('there'))
    await turns()
    expect(shown().map(({ state }) => state)).toEqual(['waiting', 'waiting'])
    clock.advance(15_000)
    await turns()
    expect(server.calls.slice(0, 2)).toEqual([commandId, commandId])
    expect(server.texts()).toEqual(['hi', 'there'])
  })

  test('refused as BUSY comes back no sooner than the server said, and nothing overtakes it', async () => {
    server.next.push(refusal('BUSY', 5_000))
    outbox.open()
    outbox.add(ROOM, send('one'))
    outbox.add(ROOM, send('two'))
    await turns()
    clock.advance(4_999)
    await turns()
    expect(server.calls).toHaveLength(1)
    clock.advance(1)
    await turns()
    expect(server.texts()).toEqual(['one', 'two'])
  })

  test('refused for good is shown as failed and lets the next one pass', async () => {
    server.next.push(refusal('NOT_A_MEMBER'))
    outbox.open()
    const commandId = outbox.add(ROOM, send('one'))
    outbox.add(ROOM, send('two'))
    await turns()
    expect(shown().find((entry) => entry.commandId === commandId)).toMatchObject({
      state: 'failed',
      reason: 'NOT_A_MEMBER',
    })
    expect(server.texts()).toEqual(['two'])
    expect(await stored()).toMatchObject([{ commandId, state: 'failed' }])

    outbox.retry(ROOM, commandId)
    await turns()
    expect(server.journal.at(-1)?.commandId).toBe(commandId)
    expect(await stored()).toEqual([])
  })

  test('that failed can be dropped', async () => {
    server.next.push(refusal('ARCHIVED'))
    outbox.open()
    const commandId = outbox.add(ROOM, send('one'))
    await turns()
    outbox.discard(ROOM, commandId)
    await turns()
    expect(shown()).toEqual([])
    expect(await stored()).toEqual([])
  })

  test('is done when its event arrives, even if the answer never does', async () => {
    server.next.push('lose the answer')
    outbox.open()
    const commandId = outbox.add(ROOM, send('hi'))
    await turns()
    outbox.passed(ROOM, 1, [{ authorId: 'ann', commandId, messageId: 'message-1' }])
    clock.advance(15_000)
    await turns()
    expect(shown()).toEqual([])
    expect(server.calls).toHaveLength(1)
    expect(await stored()).toEqual([])
  })

  test("is not confirmed by another person's event with the same commandId", async () => {
    const commandId = outbox.add(ROOM, send('hi'))
    await turns()
    outbox.passed(ROOM, 1, [{ authorId: 'bob', commandId, messageId: 'message-1' }])
    expect(shown()).toHaveLength(1)
  })
})

describe('a change to a message', () => {
  test('made before the message has an answer is sent with the messageId of the answer', async () => {
    const commandId = outbox.add(ROOM, send('helo'))
    outbox.add(ROOM, { type: 'message.edit', messageId: commandId, text: 'hello' }, commandId)
    await turns()
    outbox.open()
    await turns()
    expect(server.journal.map(({ command }) => command)).toEqual([
      send('helo'),
      { type: 'message.edit', messageId: 'message-1', text: 'hello' },
    ])
  })

  test('and an answer to it, made before it has an answer itself, speaks of the right message', async () => {
    const commandId = outbox.add(ROOM, send('question'))
    outbox.add(ROOM, { type: 'message.send', text: 'on second thought', replyTo: commandId })
    await turns()
    outbox.open()
    await turns()
    expect(server.journal[1]?.command).toMatchObject({ replyTo: 'message-1' })
  })

  test('that failed is found by the message it speaks of', async () => {
    server.next.push(refusal('NO_PERMISSION'))
    outbox.open()
    outbox.add(ROOM, { type: 'message.delete', messageId: 'message-9' }, 'command-9')
    await turns()
    outbox.discard(ROOM, 'command-9')
    expect(shown()).toEqual([])
  })
})

test('a new run finds what the last one left, in order, under the same commandIds', async () => {
  const before = [outbox.add(ROOM, send('one')), outbox.add(ROOM, send('two'))]
  await turns()
  outbox.close()
  clock.advance(60_000)
  outbox = start()
  await outbox.start()
  expect(shown().map(({ commandId }) => commandId)).toEqual(before)
  outbox.open()
  await turns()
  expect(server.calls).toEqual(before)
})

test('rooms do not wait for each other', async () => {
  server.next.push(refusal('BUSY', 60_000))
  outbox.open()
  outbox.add('slow', send('one'))
  await turns()
  outbox.add('quick', send('two'))
  await turns()
  expect(server.texts()).toEqual(['two'])
})
