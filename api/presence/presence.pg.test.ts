import { afterAll, beforeAll, expect, test } from 'vitest'
import { personOf } from '../../engine/presence/wire.ts'
import { type Parley, refusal, type Someone, withParley } from '../testing.ts'
import type { Comings } from './people.ts'

let parley: Parley
let ann: Someone
let bob: Someone
let home: string

beforeAll(async () => {
  parley = await withParley({ passwordThreads: 2 })
  ;[ann, bob] = await Promise.all([parley.someone('Ann'), parley.someone('Bob')])
  home = (await ann.call.auth.me()).organisation.id
})
afterAll(() => parley.stop())

const fresh = () => parley.node.newId()
const connects = ({ id }: Someone, organisationId = home) =>
  parley.node.presence.enter(personOf(organisationId, id))

async function group(...others: Someone[]): Promise<string> {
  const memberIds = others.map(({ id }) => id)
  return (await ann.call.conversations.create({ kind: 'group', title: 'Tea', memberIds })).conversation.id
}

/** A feed that is read one datum after the other. */
function reading<Datum>(feed: AsyncIterable<Datum>) {
  const iterator = feed[Symbol.asyncIterator]()
  return {
    async next(): Promise<Datum | 'over'> {
      const { done, value } = await iterator.next()
      return done ? 'over' : value
    },
    stop: () => iterator.return?.(),
  }
}

/** Those whom Comings have said to be online. Among several nodes it takes a moment until one hears of the others' people. */
function watching(feed: AsyncIterable<Comings>) {
  const read = reading(feed)
  const online = new Set<string>()
  return {
    stop: read.stop,
    /** Reads on until exactly these are online. */
    async until(...people: readonly Someone[]): Promise<void> {
      const isSo = () => online.size === people.length && people.every(({ id }) => online.has(id))
      do {
        const comings = await read.next()
        if (comings === 'over') throw new Error('over, and it never was so')
        for (const id of comings.online) online.add(id)
        for (const id of comings.offline) online.delete(id)
      } while (!isSo())
    },
  }
}

test('who types is shown to the others in the room, until they stop', async () => {
  const conversationId = await group(bob)
  const seen = reading(await bob.call.presence.typing({ conversationId }))
  expect(await seen.next()).toEqual({ userIds: [] })
  await ann.call.presence.setTyping({ conversationId, isTyping: true })
  expect(await seen.next()).toEqual({ userIds: [ann.id] })
  await ann.call.presence.setTyping({ conversationId, isTyping: false })
  expect(await seen.next()).toEqual({ userIds: [] })
  await ann.call.presence.setTyping({ conversationId, isTyping: true })
  expect(await seen.next()).toEqual({ userIds: [ann.id] })
  // and if they do not say so: after five seconds
  expect(await seen.next()).toEqual({ userIds: [] })
  await seen.stop()
  expect(parley.node.presence.size().rooms).toBe(0)
})

test('who is no member neither types nor sees who does', async () => {
  const conversationId = await group()
  expect(await refusal(bob.call.presence.setTyping({ conversationId, isTyping: true }))).toBe('NOT_A_MEMBER')
  expect(await refusal(bob.call.presence.typing({ conversationId }))).toBe('NOT_A_MEMBER')
  const unknown = { conversationId: fresh() }
  expect(await refusal(bob.call.presence.typing(unknown))).toBe('UNKNOWN_CONVERSATION')
  const channel = await ann.call.conversations.create({ kind: 'channel', title: 'News', memberIds: [] })
  expect(await refusal(bob.call.presence.typing({ conversationId: channel.conversation.id }))).toBe(
    'NOT_A_MEMBER',
  )
})

test('who is removed sees nothing more, and types no more, although they were known a moment ago', async () => {
  const conversationId = await group(bob)
  const seen = reading(await bob.call.presence.typing({ conversationId }))
  await seen.next()
  await bob.call.presence.setTyping({ conversationId, isTyping: false })
  await ann.call.conversations.remove({ conversationId, userId: bob.id })
  await ann.call.presence.setTyping({ conversationId, isTyping: true })
  let last = await seen.next()
  while (last !== 'over') last = await seen.next()
  const types = () => bob.call.presence.setTyping({ conversationId, isTyping: true })
  await expect.poll(() => refusal(types())).toBe('NOT_A_MEMBER')
})

test('people who share a conversation are seen, from the first device to a while after the last', async () => {
  await group(bob)
  const carl = await parley.someone('Carl')
  connects(carl)
  await group(carl)
  const seen = watching(await ann.call.presence.people({ userIds: [bob.id, carl.id, 'rubbish', fresh()] }))
  await seen.until(carl)
  connects(bob)
  await seen.until(carl, bob)
  parley.node.presence.leave(personOf(home, bob.id))
  await seen.until(carl)
  await seen.stop()
  expect(parley.node.presence.size().watched).toBe(0)
})

test('a stranger of the same organisation is never online, nor is somebody who has become one', async () => {
  const [dora, eve] = await Promise.all([parley.someone('Dora'), parley.someone('Eve')])
  connects(dora)
  connects(eve)
  const conversationId = await group(dora)
  const seen = watching(await ann.call.presence.people({ userIds: [dora.id, eve.id] }))
  await seen.until(dora)
  await dora.call.conversations.leave({ conversationId })
  await seen.until()
  await seen.stop()
})

test('in another organisation somebody is somebody else', async () => {
  const [fay, gus] = await Promise.all([parley.someone('Fay'), parley.someone('Gus')])
  const organisationId = await parley.organisation('Acme', [fay, gus])
  const fayThere = await parley.as({ token: fay.accessToken, organisationId })
  await fayThere.conversations.create({ kind: 'direct', memberIds: [gus.id] })
  connects(gus)
  const there = watching(await fayThere.presence.people({ userIds: [gus.id] }))
  await there.until()
  const atHome = watching(await fay.call.presence.people({ userIds: [gus.id] }))
  await atHome.until()
  connects(gus, organisationId)
  await there.until(gus)
  await Promise.all([there.stop(), atHome.stop()])
})

test('more people than one subscription follows are refused', async () => {
  const userIds = Array.from({ length: 201 }, fresh)
  expect(await refusal(ann.call.presence.people({ userIds }))).toBe('INVALID_INPUT')
})
