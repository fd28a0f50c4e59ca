import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LiveEvent } from '../live.ts'
import { type Parley, refusal, type Someone, withParley } from '../testing.ts'

let parley: Parley
let ann: Someone
let bob: Someone

beforeAll(async () => {
  parley = await withParley({ passwordThreads: 2 })
  ;[ann, bob] = await Promise.all([parley.someone('Ann'), parley.someone('Bob')])
})
afterAll(() => parley.stop())

const fresh = () => parley.node.newId()

async function group(...others: Someone[]): Promise<string> {
  const memberIds = others.map(({ id }) => id)
  return (await ann.call.conversations.create({ kind: 'group', title: 'Tea', memberIds })).conversation.id
}

async function says(conversationId: string, text: string) {
  return ann.call.messages.send({ conversationId, commandId: fresh(), text })
}

/** A caller is typed by what clients get, `{id, data}`, but is given what the transport encodes, `[id, data]`. */
const envelope = (datum: unknown) => datum as readonly [id: string, events: LiveEvent[]]
const kinds = (events: readonly LiveEvent[]) => events.map(({ kind }) => kind)
const at = (seq: number) => `${parley.node.store.epoch}:${seq}`

/** Reads a feed until what came satisfies `enough`, then leaves it. */
async function until<Datum>(
  feed: AsyncIterable<Datum>,
  enough: (seen: readonly Datum[]) => boolean,
): Promise<Datum[]> {
  const seen: Datum[] = []
  for await (const datum of feed) {
    seen.push(datum)
    if (enough(seen)) break
  }
  return seen
}

test('one conversation from a position on: what was missed, then what happens', async () => {
  const conversationId = await group(bob)
  await says(conversationId, 'missed')
  const feed = await bob.call.conversations.events({ conversationId, lastEventId: at(1) })
  const texts: string[] = []
  let lastId = ''
  for await (const datum of feed) {
    const [id, events] = envelope(datum)
    for (const event of events) if (event.kind === 'message.sent') texts.push(event.payload.text)
    lastId = id
    if (texts.length === 1) await says(conversationId, 'live')
    if (texts.length === 2) break
  }
  expect(texts).toEqual(['missed', 'live'])
  expect(lastId).toBe(at(3))
})

test('a position of another history begins again with a reset; rubbish is refused', async () => {
  const conversationId = await group(bob)
  const feed = await bob.call.conversations.events({ conversationId, lastEventId: 'other-epoch:7' })
  const [first] = await until(feed, (seen) => seen.length === 1)
  expect(kinds(envelope(first)[1])).toEqual(['reset'])
  const refused = async (lastEventId: string) =>
    refusal(bob.call.conversations.events({ conversationId, lastEventId }))
  expect(await refused('rubbish')).toBe('INVALID_INPUT')
  expect(await refused('epoch:-1')).toBe('INVALID_INPUT')
})

test('a stranger does not hear a conversation', async () => {
  const conversationId = await group()
  const listening = async (id: string) =>
    until(await bob.call.conversations.events({ conversationId: id }), () => true)
  await expect(listening(conversationId)).rejects.toMatchObject({ reason: 'NOT_A_MEMBER' })
  await expect(listening(fresh())).rejects.toMatchObject({ reason: 'UNKNOWN_CONVERSATION' })
})

test('all rooms at once: each from where it was left, those of others not at all', async () => {
  const [one, two, secret] = [await group(bob), await group(bob), await group()]
  await says(one, 'in one')
  await says(two, 'in two')
  const positions = { [one]: at(1), [two]: at(2), [secret]: at(1) }
  const feed = await bob.call.sync.resume({ positions })
  const seen = await until(feed, () => true)
  expect(seen).toEqual([
    { roomId: one, position: at(2), events: [expect.objectContaining({ kind: 'message.sent' })] },
  ])
})

test('following new rooms: the unknown ones of mine and those I come to later begin with a reset', async () => {
  const dora = await parley.someone('Dora')
  const old = await group(dora)
  const feed = await dora.call.sync.resume({ positions: {}, followNew: true })
  const seen: [string, string[]][] = []
  let invited = ''
  for await (const { roomId, events } of feed) {
    seen.push([roomId, kinds(events)])
    if (seen.length === 1) invited = await group(dora)
    if (seen.length === 2) break
  }
  expect(seen).toEqual([
    [old, ['reset']],
    [invited, ['reset']],
  ])
})

test.each<Record<string, string>>([
  { rubbish: 'epoch:1' },
  { '01998877-0000-7000-8000-00000000dead': 'rubbish' },
])('positions %o are refused', async (positions) => {
  expect(await refusal(bob.call.sync.resume({ positions }))).toBe('INVALID_INPUT')
})

test('more rooms than one resume may name are refused', async () => {
  const positions = Object.fromEntries(Array.from({ length: 1_001 }, () => [fresh(), 'epoch:1']))
  expect(await refusal(bob.call.sync.resume({ positions }))).toBe('INVALID_INPUT')
})
