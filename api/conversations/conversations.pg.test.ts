import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Parley, refusal, type Someone, withParley } from '../testing.ts'

let parley: Parley
let ann: Someone
let bob: Someone
let cleo: Someone

beforeAll(async () => {
  parley = await withParley({ passwordThreads: 2 })
  ;[ann, bob, cleo] = await Promise.all([
    parley.someone('Ann'),
    parley.someone('Bob'),
    parley.someone('Cleo'),
  ])
})
afterAll(() => parley.stop())

const NOBODY = '01998877-0000-7000-8000-00000000dead'

async function group(by: Someone, title: string, ...others: Someone[]): Promise<string> {
  const made = await by.call.conversations.create({
    kind: 'group',
    title,
    memberIds: others.map(({ id }) => id),
  })
  return made.conversation.id
}

async function says(who: Someone, conversationId: string, text: string) {
  return who.call.messages.send({ conversationId, commandId: parley.node.newId(), text })
}

async function shown(who: Someone, conversationId: string) {
  const { items } = await who.call.conversations.list()
  return items.find(({ id }) => id === conversationId)
}

test('two people have one direct conversation, however often and from whichever side it begins', async () => {
  const begin = (who: Someone, other: Someone) =>
    who.call.conversations.create({ kind: 'direct', memberIds: [other.id], commandId: parley.node.newId() })
  const made = await Promise.all([begin(ann, bob), begin(bob, ann), begin(ann, bob), begin(bob, ann)])
  expect(new Set(made.map(({ conversation }) => conversation.id)).size).toBe(1)
  expect(made[0]).toMatchObject({ conversation: { kind: 'direct', title: null }, seq: 1 })
  const { members, head } = await ann.call.conversations.get({
    conversationId: made[0]?.conversation.id ?? '',
  })
  expect(head).toBe(1)
  expect(members.map(({ userId, role }) => [userId, role]).sort()).toEqual(
    [
      [ann.id, 'owner'],
      [bob.id, 'owner'],
    ].sort(),
  )
})

test('a direct conversation is called like the other person, for each of the two', async () => {
  const { conversation } = await ann.call.conversations.create({ kind: 'direct', memberIds: [cleo.id] })
  expect(await shown(ann, conversation.id)).toMatchObject({
    name: 'Cleo',
    peer: { id: cleo.id, name: 'Cleo' },
  })
  expect(await shown(cleo, conversation.id)).toMatchObject({ name: 'Ann', peer: { id: ann.id, name: 'Ann' } })
})

test('a creation sent twice makes one conversation', async () => {
  const command = {
    kind: 'group' as const,
    title: ' Plans ',
    memberIds: [bob.id],
    commandId: parley.node.newId(),
  }
  const [one, other] = await Promise.all([
    ann.call.conversations.create(command),
    ann.call.conversations.create(command),
  ])
  expect(one).toEqual(other)
  expect(one.conversation.title).toBe('Plans')
  expect(await ann.call.conversations.create(command)).toEqual(one)
  // somebody else's command of the same id is another one
  const theirs = await bob.call.conversations.create({ ...command, memberIds: [] })
  expect(theirs.conversation.id).not.toBe(one.conversation.id)
})

test.each([
  [() => ({ kind: 'direct' as const, memberIds: [] }), 'DIRECT_NEEDS_TWO'],
  [() => ({ kind: 'direct' as const, memberIds: [ann.id] }), 'DIRECT_NEEDS_TWO'],
  [() => ({ kind: 'direct' as const, memberIds: [bob.id, cleo.id] }), 'DIRECT_NEEDS_TWO'],
  [() => ({ kind: 'group' as const, title: 'x', memberIds: [NOBODY] }), 'UNKNOWN_PERSON'],
  [() => ({ kind: 'group' as const, title: 'x', memberIds: ['rubbish'] }), 'UNKNOWN_PERSON'],
  [() => ({ kind: 'group' as const, memberIds: [] }), 'TITLE_EMPTY'],
  [() => ({ kind: 'group' as const, title: '  ', memberIds: [] }), 'TITLE_EMPTY'],
  [() => ({ kind: 'channel' as const, title: 'x'.repeat(121), memberIds: [] }), 'TITLE_TOO_LONG'],
  [() => ({ kind: 'group' as const, title: 'x', memberIds: [], commandId: 'two words' }), 'INVALID_INPUT'],
] as const)('creation %# is refused: %s', async (input, reason) => {
  expect(await refusal(ann.call.conversations.create(input()))).toBe(reason)
})

test('what others said is unread until it is read; what I said, and what was deleted, is not', async () => {
  const id = await group(ann, 'Unread', bob)
  expect(await shown(bob, id)).toMatchObject({ unread: 0, lastMessage: null })
  const first = await says(ann, id, 'one')
  await says(ann, id, 'two')
  const third = await says(ann, id, 'three')
  await says(bob, id, 'mine')
  expect(await shown(bob, id)).toMatchObject({ unread: 3, lastMessage: { text: 'mine', authorId: bob.id } })

  const erase = { conversationId: id, messageId: third.messageId, commandId: parley.node.newId() }
  await ann.call.messages.delete(erase)
  expect((await shown(bob, id))?.unread).toBe(2)
  expect(await bob.call.conversations.markRead({ conversationId: id, seq: first.seq })).toEqual({
    readSeq: first.seq,
  })
  expect((await shown(bob, id))?.unread).toBe(1)
})

test('a read position moves forward only, and not beyond what there is', async () => {
  const id = await group(ann, 'Positions', bob)
  const { seq } = await says(ann, id, 'one')
  const mark = async (to: number) =>
    (await bob.call.conversations.markRead({ conversationId: id, seq: to })).readSeq
  expect(await mark(1_000_000)).toBe(seq)
  expect(await mark(0)).toBe(seq)
  expect((await bob.call.conversations.get({ conversationId: id })).readSeq).toBe(seq)
})

test('unread is counted to a hundred', async () => {
  const id = await group(ann, 'Busy', bob)
  await Promise.all(Array.from({ length: 105 }, (_, number) => says(ann, id, `message ${number}`)))
  expect((await shown(bob, id))?.unread).toBe(100)
})

test('the list is by newest activity, page by page, each conversation once', async () => {
  const dora = await parley.someone('Dora')
  const ids: string[] = []
  for (const title of ['one', 'two', 'three', 'four', 'five']) ids.push(await group(dora, title))
  await says(dora, ids[1] as string, 'up again')
  const pages: string[][] = []
  let cursor: string | undefined
  do {
    const page = await dora.call.conversations.list({ limit: 2, cursor })
    pages.push(page.items.map(({ title }) => title ?? ''))
    cursor = page.nextCursor
  } while (cursor)
  expect(pages).toEqual([['two', 'five'], ['four', 'three'], ['one']])
  expect(await refusal(dora.call.conversations.list({ cursor: 'rubbish' }))).toBe('INVALID_INPUT')
})

test('a channel is found, joined, spoken in and left by anybody of the organisation', async () => {
  const made = await ann.call.conversations.create({ kind: 'channel', title: 'News 100%', memberIds: [] })
  const { id } = made.conversation
  const found = await bob.call.conversations.browse({ query: '100%' })
  expect(found.items).toEqual([{ id, title: 'News 100%', members: 1 }])
  expect((await bob.call.conversations.browse({ query: '100_' })).items).toEqual([])
  expect(await bob.call.conversations.get({ conversationId: id })).toMatchObject({ role: null, readSeq: 0 })
  expect(await refusal(bob.call.messages.history({ conversationId: id }))).toBe('NOT_A_MEMBER')

  expect(await bob.call.conversations.join({ conversationId: id })).toEqual({ seq: 2 })
  expect((await bob.call.conversations.browse({ query: 'News' })).items).toEqual([])
  expect(await refusal(bob.call.conversations.join({ conversationId: id }))).toBe('ALREADY_A_MEMBER')
  await says(bob, id, 'hello')
  expect(await bob.call.conversations.leave({ conversationId: id })).toEqual({ seq: 4 })
  expect(await refusal(says(bob, id, 'still here?'))).toBe('NOT_A_MEMBER')
  expect(await shown(bob, id)).toBeUndefined()
})

test('channels are browsed by title, page by page', async () => {
  for (const title of ['garden c', 'garden a', 'garden b']) {
    await ann.call.conversations.create({ kind: 'channel', title, memberIds: [] })
  }
  const first = await bob.call.conversations.browse({ query: 'garden', limit: 2 })
  const second = await bob.call.conversations.browse({ query: 'garden', limit: 2, cursor: first.nextCursor })
  expect([...first.items, ...second.items].map(({ title }) => title)).toEqual([
    'garden a',
    'garden b',
    'garden c',
  ])
  expect(second.nextCursor).toBeUndefined()
})

test('to a group one is invited; whoever is removed is out', async () => {
  const conversationId = await group(ann, 'Closed')
  expect(await refusal(bob.call.conversations.join({ conversationId }))).toBe('NOT_JOINABLE')
  expect(await refusal(bob.call.conversations.get({ conversationId }))).toBe('NOT_A_MEMBER')
  expect(await refusal(ann.call.conversations.invite({ conversationId, userIds: [NOBODY] }))).toBe(
    'UNKNOWN_PERSON',
  )
  await ann.call.conversations.invite({ conversationId, userIds: [bob.id, cleo.id] })
  expect(await refusal(bob.call.conversations.remove({ conversationId, userId: cleo.id }))).toBe(
    'NO_PERMISSION',
  )
  await ann.call.conversations.changeRole({ conversationId, userId: bob.id, role: 'admin' })
  await bob.call.conversations.remove({ conversationId, userId: cleo.id })
  expect(await refusal(cleo.call.conversations.get({ conversationId }))).toBe('NOT_A_MEMBER')
  const { members } = await ann.call.conversations.get({ conversationId })
  expect(members.map(({ name, role }) => [name, role])).toEqual([
    ['Ann', 'owner'],
    ['Bob', 'admin'],
  ])
})

test('an archived conversation can be read and not changed, until it is restored', async () => {
  const conversationId = await group(ann, 'Old', bob)
  await says(ann, conversationId, 'last words')
  await ann.call.conversations.archive({ conversationId })
  expect(await refusal(says(bob, conversationId, 'one more'))).toBe('ARCHIVED')
  expect((await bob.call.messages.history({ conversationId })).items).toHaveLength(1)
  expect((await shown(bob, conversationId))?.archived).toBe(true)
  await ann.call.conversations.restore({ conversationId })
  await ann.call.conversations.rename({ conversationId, title: 'New' })
  expect(await shown(bob, conversationId)).toMatchObject({ title: 'New', name: 'New', archived: false })
})

test('a command sent twice happens once and gets its first answer', async () => {
  const conversationId = await group(ann, 'Twice', bob)
  const rename = { conversationId, title: 'Other', commandId: parley.node.newId() }
  const first = await ann.call.conversations.rename(rename)
  expect(await ann.call.conversations.rename(rename)).toEqual(first)
})

test.each(['rubbish', '', NOBODY])('there is no conversation %s', async (conversationId) => {
  expect(await refusal(ann.call.conversations.get({ conversationId }))).toBe('UNKNOWN_CONVERSATION')
  expect(await refusal(ann.call.conversations.join({ conversationId }))).toBe('UNKNOWN_CONVERSATION')
  expect(await refusal(ann.call.conversations.markRead({ conversationId, seq: 1 }))).toBe(
    'UNKNOWN_CONVERSATION',
  )
})
