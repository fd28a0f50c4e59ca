import { afterAll, beforeAll, expect, test } from 'vitest'
import { personOf } from '../../engine/presence/wire.ts'
import { type Parley, refusal, type Someone, withParley } from '../testing.ts'

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
  expect(await refusal(types())).toBe('NOT_A_MEMBER')
})

test('people who share a conversation are seen, from the first device to a while after the last', async () => {
  await group(bob)
  const carl = await parley.someone('Carl')
  connects(carl)
  await group(carl)
  const seen = reading(await ann.call.presence.people({ userIds: [bob.id, carl.id, 'rubbish', fresh()] }))
  expect(await seen.next()).toEqual({ online: [carl.id], offline: [] })
  connects(bob)
  expect(await seen.next()).toEqual({ online: [bob.id], offline: [] })
  parley.node.presence.leave(personOf(home, bob.id))
  expect(await seen.next()).toEqual({ online: [], offline: [bob.id] })
  await seen.stop()
  expect(parley.node.presence.size().watched).toBe(0)
})

test('a stranger of the same organisation is never online, nor is somebody who has become one', async () => {
  const [dora, eve] = await Promise.all([parley.someone('Dora'), parley.someone('Eve')])
  connects(dora)
  connects(eve)
  const conversationId = await group(dora)
  const seen = reading(await ann.call.presence.people({ userIds: [dora.id, eve.id] }))
  expect(await seen.next()).toEqual({ online: [dora.id], offline: [] })
  await dora.call.conversations.leave({ conversationId })
  expect(await seen.next()).toEqual({ online: [], offline: [dora.id] })
  await seen.stop()
})

test('in another organisation somebody is somebody else', async () => {
  const [fay, gus] = await Promise.all([parley.someone('Fay'), parley.someone('Gus')])
  const organisationId = await parley.organisation('Acme', [fay, gus])
  const [fayThere, gusThere] = await Promise.all(
    [fay, gus].map(({ accessToken: token }) => parley.as({ token, organisationId })),
  )
  await fayThere?.conversations.create({ kind: 'direct', memberIds: [gus.id] })
  connects(gus)
  const there = reading(await (fayThere as typeof fay.call).presence.people({ userIds: [gus.id] }))
  expect(await there.next()).toEqual({ online: [], offline: [] })
  const atHome = reading(await fay.call.presence.people({ userIds: [gus.id] }))
  expect(await atHome.next()).toEqual({ online: [], offline: [] })
  connects(gus, organisationId)
  expect(await there.next()).toEqual({ online: [gus.id], offline: [] })
  await Promise.all([there.stop(), atHome.stop(), gusThere?.auth.me()])
})

test('more people than one subscription follows are refused', async () => {
  const userIds = Array.from({ length: 201 }, fresh)
  expect(await refusal(ann.call.presence.people({ userIds }))).toBe('INVALID_INPUT')
})
