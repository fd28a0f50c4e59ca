import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../host/config.ts'
import type { ParleyNode } from '../node.ts'
import type { ConversationCommand } from '../protocol/commands/conversation-command.ts'
import type { PostCommand } from '../protocol/commands/post-command.ts'
import type { TargetDraft } from '../protocol/post-shapes.ts'
import { Due } from '../store/entities/due.ts'
import { Post } from '../store/entities/post.ts'
import { PostTarget } from '../store/entities/post-target.ts'
import { Snapshot } from '../store/entities/snapshot.ts'
import { type TestDatabase, withDatabase } from '../store/testing.ts'
import { startWorld, type World } from '../testing/world.ts'
import { dumpPost } from './state.ts'

const ANN = '00000000-0000-7000-8000-00000000000a'

let database: TestDatabase
let world: World
let node: ParleyNode

beforeAll(async () => {
  database = await withDatabase()
  world = await startWorld({ ...readConfig({ LOG_LEVEL: 'silent' }), databaseUrl: database.url })
  node = world.nodes[0] as ParleyNode
})
afterAll(async () => {
  await world?.stop()
  await database?.stop()
})

test('a message is sent at its time, once, and the post knows where it is', async () => {
  const conversationId = await conversation()
  const postId = await post([toConversation(conversationId)])
  await plan(postId, 1_000)
  const { steps } = await target(postId, ({ life }) => life === 'published')
  expect(steps[0]).toMatchObject({
    attempt: 1,
    lease: null,
    evidence: { proof: 'the message is in the journal' },
  })
  const sent = await messages(conversationId)
  expect(sent.map(({ text }) => text)).toEqual(['to everybody'])
  expect(steps[0]?.result?.id).toBe(sent[0]?.messageId)
})

test('the commit of a post writes what lists show, and what wakes it', async () => {
  const postId = await post([toConversation(await conversation())], { tags: ['news', 'spring {x,"y"}'] })
  const em = node.store.scoped(node.store.homeOrganisationId)
  expect(await em.findOneOrFail(Post, { id: postId })).toMatchObject({
    status: 'draft',
    text: 'to everybody',
    at: null,
    tags: ['news', 'spring {x,"y"}'],
  })
  await plan(postId, 3_600_000)
  const again = node.store.scoped(node.store.homeOrganisationId)
  expect((await again.findOneOrFail(Post, { id: postId })).status).toBe('scheduled')
  expect(await again.find(PostTarget, { postId })).toMatchObject([{ targetId: 't1', life: 'scheduled' }])
  expect(await node.store.em().find(Due, { roomId: postId })).toMatchObject([
    { name: 'publish:t1:0', waker: 'owner', claimedUntil: null },
  ])
  await ask(postId, { type: 'post.cancel', targetId: null })
  expect(await node.store.em().count(Due, { roomId: postId })).toBe(0)
})

test('a conversation that will not have it is told to the post, with its words', async () => {
  const conversationId = await conversation()
  await say(conversationId, { type: 'conversation.archive' })
  const postId = await post([toConversation(conversationId)])
  await plan(postId, 300)
  const { steps } = await target(postId, ({ life }) => life === 'rejected')
  expect(steps[0]?.trouble).toMatch(/archived/i)
})

test('parts follow one another, each an answer to the one before', async () => {
  const conversationId = await conversation()
  const postId = await post([
    { ...toConversation(conversationId), parts: [part('first comment'), part('second comment')] },
  ])
  await plan(postId, 300)
  await target(postId, (_, all) => all.every(({ life }) => life === 'published'))
  const sent = await messages(conversationId)
  expect(sent.map(({ text }) => text)).toEqual(['to everybody', 'first comment', 'second comment'])
  expect(sent.map(({ replyTo }) => replyTo)).toEqual([null, sent[0]?.messageId, sent[1]?.messageId])
})

test('whoever takes over and sends it again finds it sent', async () => {
  const conversationId = await conversation()
  const postId = await post([toConversation(conversationId)])
  await plan(postId, 100)
  await target(postId, ({ life }) => life === 'published')
  const again = { type: 'message.send' as const, text: 'to everybody', replyTo: null }
  await say(conversationId, again, `post:${postId}:t1:0`)
  expect(await messages(conversationId)).toHaveLength(1)
})

test('whoever has missed too much of many posts gets each as it is, from a snapshot or from its first event', async () => {
  const conversationId = await conversation()
  const ids = await Promise.all(
    ['one', 'two', 'three'].map((tag) => post([toConversation(conversationId)], { tags: [tag] })),
  )
  const [first] = ids as [string]
  const state = await node.readPost(first)
  const dump = { seq: 1, version: 1, dump: state && dumpPost(state) }
  await node.store.em().insert(Snapshot, { roomId: first, ...dump })
  await Promise.all(ids.map((postId) => plan(postId, 3_600_000)))
  const resets = await node.store.history.resets([...ids, conversationId, node.newId(), 'no uuid'])
  expect([...resets.keys()].sort()).toEqual([...ids, conversationId].sort())
  for (const postId of ids) {
    const whole = await node.readPost(postId)
    expect(JSON.parse(resets.get(postId)?.json ?? '')).toEqual({
      kind: 'reset',
      seq: 2,
      post: whole && dumpPost(whole),
    })
  }
})

function toConversation(conversationId: string): TargetDraft {
  return {
    to: { kind: 'conversation', conversationId },
    text: null,
    media: null,
    options: {},
    parts: [],
    staggerMs: 0,
    after: null,
  }
}

function part(text: string) {
  return { text, media: [], delayMs: 0 }
}

async function post(targets: TargetDraft[], { tags = [] as string[] } = {}): Promise<string> {
  const postId = node.newId()
  await ask(postId, {
    type: 'post.create',
    text: 'to everybody',
    media: [],
    tags,
    approval: 'none',
    together: false,
    targets,
  })
  return postId
}

function plan(postId: string, inMs: number) {
  const instant = new Date(node.clock.now() + inMs)
  const rounded = new Date(Math.ceil(instant.getTime() / 1_000) * 1_000)
  const localDateTime = rounded.toISOString().slice(0, 19)
  const at = { localDateTime, timeZone: 'UTC', gap: 'after' as const, overlap: 'first' as const }
  return ask(postId, { type: 'post.plan', plan: { at, lateness: { maxMs: 3_600_000, onLate: 'ask' } } })
}

async function conversation(): Promise<string> {
  const conversationId = node.newId()
  await say(conversationId, {
    type: 'conversation.create',
    conversationKind: 'group',
    title: 'Everybody',
    memberIds: [],
  })
  return conversationId
}

function ask(roomId: string, command: PostCommand) {
  return node.deliver({ kind: 'post', ...wish(roomId), command })
}

function say(roomId: string, command: ConversationCommand, commandId = node.newId()) {
  return node.deliver({ kind: 'conversation', ...wish(roomId), commandId, command })
}

function wish(roomId: string) {
  const organisationId = node.store.homeOrganisationId
  return { roomId, organisationId, authorId: ANN, commandId: node.newId() }
}

type Step = { readonly life: string }

/** The first target, once its steps are as wanted. */
async function target(postId: string, isDone: (first: Step, all: readonly Step[]) => boolean) {
  return expect
    .poll(async () => (await node.readPost(postId))?.targets.get('t1'), { timeout: 20_000 })
    .toSatisfy((found) => found !== undefined && isDone(found.steps[0] as Step, found.steps))
    .then(async () => {
      const found = (await node.readPost(postId))?.targets.get('t1')
      if (found === undefined) throw new Error('it has no target')
      return found
    })
}

async function messages(conversationId: string) {
  const loaded = await node.store.journal.load(conversationId)
  return (loaded?.events ?? []).flatMap(({ kind, payload }) =>
    kind === 'message.sent' ? [payload as { text: string; messageId: string; replyTo: string | null }] : [],
  )
}
