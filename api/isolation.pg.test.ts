/** Walks every procedure as nobody and as a stranger of another organisation. A new procedure must be listed here. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pngOf } from '../engine/outside/media/samples.ts'
import { personOf } from '../engine/presence/wire.ts'
import { SocialAccount } from '../engine/store/entities/social-account.ts'
import { appRouter } from './router.ts'
import { type Caller, PASSWORD, type Parley, refusal, type Someone, withParley } from './testing.ts'

let parley: Parley
let ann: Someone
let mallory: Someone
/** Calls in an organisation where Ann is not. */
let stranger: Caller
let room: string
let channel: string
let messageId: string
let postId: string
let planned: string
let seriesId: string
let home: string
let mediaId: string
let templateId: string
const accountId = crypto.randomUUID()

beforeAll(async () => {
  parley = await withParley({ passwordThreads: 2 })
  ;[ann, mallory] = await Promise.all([parley.someone('Ann'), parley.someone('Mallory')])
  home = (await ann.call.auth.me()).organisation.id
  const organisationId = await parley.organisation('Elsewhere', [mallory])
  stranger = await parley.as({ token: mallory.accessToken, organisationId })
  const make = async (kind: 'group' | 'channel') =>
    (await ann.call.conversations.create({ kind, title: 'Ours', memberIds: [] })).conversation.id
  ;[room, channel] = [await make('group'), await make('channel')]
  const said = await ann.call.messages.send({ conversationId: room, commandId: fresh(), text: 'secret' })
  messageId = said.messageId
  const drafted = await ann.call.posts.create({ text: 'secret', targets: [], commandId: fresh() })
  postId = drafted.post.id
  const scheduled = await ann.call.posts.schedule({
    text: 'secret',
    targets: [{ to: { kind: 'conversation', conversationId: room } }],
    at: AT,
    commandId: fresh(),
  })
  planned = scheduled.post.id
  const weekly = { rule: 'FREQ=WEEKLY', timeZone: 'UTC' }
  seriesId = (await ann.call.posts.recur({ postId: planned, ...weekly })).series.id
  const body = (async function* () {
    yield pngOf(10, 10)
  })()
  const file = { organisationId: home, userId: ann.id, name: 'secret.png', body }
  mediaId = (await parley.node.outside.media.add(file)).id
  const kept = await ann.call.templates.save({
    name: 'Launch',
    text: 'secret',
    media: [mediaId],
    targets: [],
    commandId: fresh(),
  })
  templateId = kept.template.id
  await parley.node.store.em().insert(SocialAccount, {
    id: accountId,
    organisationId: home,
    network: 'x',
    accountRef: 'secret',
    name: 'secret',
    sealed: 'secret',
    scopes: [],
    connectedBy: ann.id,
  })
})
afterAll(() => parley.stop())

const fresh = () => parley.node.newId()

/** What a stranger sees of each procedure: a reason, or nothing of ours. */
type Walk = (caller: Caller, conversationId: string) => Promise<unknown>
interface Expected {
  readonly walk: Walk
  /** The reason for the stranger; absent when the answer must merely hold nothing of Ann's. */
  readonly stranger?: string
  /** Open to nobody in particular: needs no session. */
  readonly open?: true
}

const unknown = 'UNKNOWN_CONVERSATION'
const unknownPost = 'UNKNOWN_POST'
const AT = { localDateTime: '2030-01-01T09:00', timeZone: 'UTC' }
/** What is asked of one post. */
type PostWalk = (posts: Caller['posts'], of: { postId: string }) => Promise<unknown>
const ofPost = (walk: PostWalk): Expected => ({
  walk: (caller) => walk(caller.posts, { postId }),
  stranger: unknownPost,
})
const WALKS: Record<string, Expected> = {
  'auth.signUp': {
    walk: (caller) =>
      caller.auth.signUp({ email: `${fresh()}@example.org`, password: PASSWORD, name: 'New' }),
    open: true,
  },
  'auth.signIn': {
    walk: (caller) => caller.auth.signIn({ email: 'nobody@example.org', password: PASSWORD }),
    stranger: 'WRONG_CREDENTIALS',
    open: true,
  },
  'auth.refresh': {
    walk: (caller) => caller.auth.refresh({ refreshToken: 'rubbish' }),
    stranger: 'REFRESH_INVALID',
    open: true,
  },
  'auth.signOut': { walk: async () => (await parley.as()).auth.signOut(), open: true },
  'accounts.list': { walk: (caller) => caller.accounts.list() },
  'accounts.networks': { walk: (caller) => caller.accounts.networks() },
  // whether an account is there is not said before whether the network is set up at all, which it is not here
  'accounts.connect': {
    walk: (caller) => caller.accounts.connect({ network: 'x', accountId }),
    stranger: 'NETWORK_NOT_CONFIGURED',
  },
  'accounts.disconnect': {
    walk: (caller) => caller.accounts.disconnect({ accountId }),
    stranger: 'UNKNOWN_ACCOUNT',
  },
  'captions.writer': { walk: (caller) => caller.captions.writer() },
  // nobody writes here
  'captions.suggest': {
    walk: async (caller) => firstOf(await caller.captions.suggest({ text: 'theirs' })),
    stranger: 'CAPTIONS_NOT_CONFIGURED',
  },
  'auth.me': { walk: (caller) => caller.auth.me() },
  'orgs.mine': { walk: (caller) => caller.orgs.mine() },
  'health.live': { walk: (caller) => caller.health.live(), open: true },
  'health.ready': { walk: (caller) => caller.health.ready(), open: true },
  'cluster.mayOperate': { walk: (caller) => caller.cluster.mayOperate() },
  'cluster.status': { walk: (caller) => caller.cluster.status(), stranger: 'NOT_AN_OPERATOR' },
  'people.search': { walk: (caller) => caller.people.search({ query: 'ann' }) },
  'people.byIds': { walk: (caller) => caller.people.byIds({ ids: [ann.id] }) },
  'conversations.create': {
    walk: (caller) => caller.conversations.create({ kind: 'direct', memberIds: [ann.id] }),
    stranger: 'UNKNOWN_PERSON',
  },
  'conversations.list': { walk: (caller) => caller.conversations.list() },
  'conversations.browse': { walk: (caller) => caller.conversations.browse() },
  'conversations.get': {
    walk: (caller, conversationId) => caller.conversations.get({ conversationId }),
    stranger: unknown,
  },
  'conversations.join': {
    walk: (caller, conversationId) => caller.conversations.join({ conversationId }),
    stranger: unknown,
  },
  'conversations.leave': {
    walk: (caller, conversationId) => caller.conversations.leave({ conversationId }),
    stranger: unknown,
  },
  'conversations.invite': {
    walk: (caller, conversationId) => caller.conversations.invite({ conversationId, userIds: [mallory.id] }),
    stranger: unknown,
  },
  'conversations.remove': {
    walk: (caller, conversationId) => caller.conversations.remove({ conversationId, userId: ann.id }),
    stranger: unknown,
  },
  'conversations.changeRole': {
    walk: (caller, conversationId) =>
      caller.conversations.changeRole({ conversationId, userId: ann.id, role: 'member' }),
    stranger: unknown,
  },
  'conversations.rename': {
    walk: (caller, conversationId) => caller.conversations.rename({ conversationId, title: 'Mine' }),
    stranger: unknown,
  },
  'conversations.archive': {
    walk: (caller, conversationId) => caller.conversations.archive({ conversationId }),
    stranger: unknown,
  },
  'conversations.restore': {
    walk: (caller, conversationId) => caller.conversations.restore({ conversationId }),
    stranger: unknown,
  },
  'conversations.markRead': {
    walk: (caller, conversationId) => caller.conversations.markRead({ conversationId, seq: 1 }),
    stranger: unknown,
  },
  'conversations.events': {
    walk: async (caller, conversationId) => firstOf(await caller.conversations.events({ conversationId })),
    stranger: unknown,
  },
  'media.list': { walk: (caller) => caller.media.list() },
  'media.describe': {
    walk: (caller) => caller.media.describe({ mediaId, altText: 'mine' }),
    stranger: 'UNKNOWN_MEDIA',
  },
  'media.remove': { walk: (caller) => caller.media.remove({ mediaId }), stranger: 'UNKNOWN_MEDIA' },
  'messages.send': {
    walk: (caller, conversationId) =>
      caller.messages.send({ conversationId, commandId: fresh(), text: 'hello' }),
    stranger: unknown,
  },
  'messages.edit': {
    walk: (caller, conversationId) =>
      caller.messages.edit({ conversationId, messageId, commandId: fresh(), text: 'changed' }),
    stranger: unknown,
  },
  'messages.delete': {
    walk: (caller, conversationId) =>
      caller.messages.delete({ conversationId, messageId, commandId: fresh() }),
    stranger: unknown,
  },
  'messages.history': {
    walk: (caller, conversationId) => caller.messages.history({ conversationId }),
    stranger: unknown,
  },
  'messages.edits': {
    walk: (caller, conversationId) => caller.messages.edits({ conversationId, messageId }),
    stranger: unknown,
  },
  'presence.setTyping': {
    walk: (caller, conversationId) => caller.presence.setTyping({ conversationId, isTyping: true }),
    stranger: unknown,
  },
  'presence.typing': {
    walk: async (caller, conversationId) => firstOf(await caller.presence.typing({ conversationId })),
    stranger: unknown,
  },
  'presence.people': {
    walk: async (caller) => {
      parley.node.presence.enter(personOf(home, ann.id))
      return firstOf(await caller.presence.people({ userIds: [ann.id] }))
    },
  },
  'posts.create': {
    walk: (caller) => caller.posts.create({ text: 'theirs', targets: [], commandId: fresh() }),
  },
  'posts.schedule': {
    walk: (caller) =>
      caller.posts.schedule({
        text: 'theirs',
        targets: [{ to: { kind: 'conversation', conversationId: room } }],
        at: AT,
        commandId: fresh(),
      }),
    stranger: unknown,
  },
  'posts.list': { walk: (caller) => caller.posts.list({}) },
  'posts.calendar': {
    walk: (caller) => caller.posts.calendar({ from: '2026-11-01', days: 42, timeZone: 'UTC' }),
  },
  'posts.get': ofPost((posts, of) => posts.get(of)),
  'posts.metrics': ofPost((posts, of) => posts.metrics(of)),
  'posts.explain': ofPost((posts, of) => posts.explain(of)),
  'posts.events': ofPost(async (posts, of) => firstOf(await posts.events(of))),
  'posts.edit': ofPost((posts, of) => posts.edit({ ...of, text: 'changed' })),
  'posts.reschedule': ofPost((posts, of) => posts.reschedule({ ...of, at: AT })),
  'posts.unplan': ofPost((posts, of) => posts.unplan(of)),
  'posts.submit': ofPost((posts, of) => posts.submit(of)),
  'posts.approve': ofPost((posts, of) => posts.approve(of)),
  'posts.requestChanges': ofPost((posts, of) => posts.requestChanges({ ...of, note: 'no' })),
  'posts.comment': ofPost((posts, of) => posts.comment({ ...of, text: 'hi' })),
  'posts.cancel': ofPost((posts, of) => posts.cancel(of)),
  'posts.retry': ofPost((posts, of) => posts.retry({ ...of, targetId: 't1' })),
  'posts.resolve': ofPost((posts, of) => posts.resolve({ ...of, targetId: 't1', as: 'there' })),
  'posts.duplicate': ofPost((posts, of) => posts.duplicate(of)),
  'posts.recur': ofPost((posts, of) => posts.recur({ ...of, rule: 'FREQ=DAILY', timeZone: 'UTC' })),
  'posts.series': { walk: (caller) => caller.posts.series({ postId: planned }) },
  'posts.endSeries': {
    walk: (caller) => caller.posts.endSeries({ seriesId, cancelFuture: true }),
    stranger: 'UNKNOWN_SERIES',
  },
  'posts.skipInSeries': {
    walk: (caller) => caller.posts.skipInSeries({ seriesId, date: '2030-01-08' }),
    stranger: 'UNKNOWN_SERIES',
  },
  'posts.bulkReschedule': {
    walk: async (caller) => {
      const { results } = await caller.posts.bulkReschedule({ postIds: [postId], at: AT })
      expect(results).toMatchObject([{ ok: false, reason: unknownPost }])
    },
  },
  'posts.bulk': {
    walk: async (caller) => {
      const { results } = await caller.posts.bulk({ postIds: [postId], act: 'cancel' })
      expect(results).toEqual([{ postId, ok: false, reason: unknownPost }])
    },
  },
  'posts.may': { walk: (caller) => caller.posts.may() },
  'posts.validate': { walk: (caller) => caller.posts.validate({ text: 'theirs', targets: [] }) },
  'posts.importCsv': {
    walk: (caller) => caller.posts.importCsv({ csv: 'text\ntheirs', timeZone: 'UTC', dryRun: true }),
  },
  'posts.hold': {
    walk: (caller) => caller.posts.hold({ isHeld: true }),
    stranger: 'NO_PERMISSION',
  },
  'posts.holding': { walk: (caller) => caller.posts.holding() },
  'review.link': { walk: (caller) => caller.review.link({ postId }), stranger: unknownPost },
  'review.shared': { walk: (caller) => caller.review.shared({ postId }), stranger: unknownPost },
  'review.withdraw': { walk: (caller) => caller.review.withdraw({ postId }), stranger: unknownPost },
  'review.get': { walk: (caller) => caller.review.get({ token: 'x' }), stranger: 'LINK_INVALID', open: true },
  'review.approve': {
    walk: (caller) => caller.review.approve({ token: 'x', name: 'Eve' }),
    stranger: 'LINK_INVALID',
    open: true,
  },
  'review.requestChanges': {
    walk: (caller) => caller.review.requestChanges({ token: 'x', name: 'Eve', note: 'no' }),
    stranger: 'LINK_INVALID',
    open: true,
  },
  'review.comment': {
    walk: (caller) => caller.review.comment({ token: 'x', name: 'Eve', text: 'hi' }),
    stranger: 'LINK_INVALID',
    open: true,
  },
  'slots.list': { walk: (caller) => caller.slots.list({}) },
  'slots.coming': {
    walk: (caller) => caller.slots.coming({ accountId }),
    stranger: 'UNKNOWN_ACCOUNT',
  },
  'slots.next': {
    walk: (caller) => caller.slots.next({ accountId: fresh() }),
    stranger: 'UNKNOWN_ACCOUNT',
  },
  'slots.add': {
    walk: (caller) =>
      caller.slots.add({ accountId: fresh(), weekday: 1, localTime: '09:00', timeZone: 'UTC' }),
    stranger: 'NO_PERMISSION',
  },
  'slots.remove': {
    walk: (caller) => caller.slots.remove({ slotId: fresh() }),
    stranger: 'NO_PERMISSION',
  },
  'slots.pause': {
    walk: (caller) => caller.slots.pause({ slotId: fresh() }),
    stranger: 'NO_PERMISSION',
  },
  'slots.shuffle': {
    walk: (caller) => caller.slots.shuffle({ accountId: fresh() }),
    stranger: 'NO_PERMISSION',
  },
  'templates.list': { walk: (caller) => caller.templates.list() },
  'templates.get': {
    walk: (caller) => caller.templates.get({ templateId }),
    stranger: 'UNKNOWN_TEMPLATE',
  },
  // the name that Ann's has: names are an organisation's own
  'templates.save': {
    walk: (caller) =>
      caller.templates.save({ name: 'Launch', text: 'theirs', targets: [], commandId: 'once' }),
  },
  'templates.rename': {
    walk: (caller) => caller.templates.rename({ templateId, name: 'Mine' }),
    stranger: 'UNKNOWN_TEMPLATE',
  },
  'templates.remove': {
    walk: (caller) => caller.templates.remove({ templateId }),
    stranger: 'UNKNOWN_TEMPLATE',
  },
  'webhooks.list': { walk: (caller) => caller.webhooks.list(), stranger: 'NO_PERMISSION' },
  'webhooks.add': {
    walk: (caller) => caller.webhooks.add({ url: 'https://example.org/hook' }),
    stranger: 'NO_PERMISSION',
  },
  'webhooks.remove': {
    walk: (caller) => caller.webhooks.remove({ webhookId: fresh() }),
    stranger: 'NO_PERMISSION',
  },
  'webhooks.deliveries': {
    walk: (caller) => caller.webhooks.deliveries({ webhookId: fresh() }),
    stranger: 'NO_PERMISSION',
  },
  'webhooks.redeliver': {
    walk: (caller) => caller.webhooks.redeliver({ deliveryId: fresh() }),
    stranger: 'NO_PERMISSION',
  },
  'webhooks.redeliverAll': {
    walk: (caller) => caller.webhooks.redeliverAll({ webhookId: fresh() }),
    stranger: 'NO_PERMISSION',
  },
  'sync.resume': {
    walk: async (caller, conversationId) => {
      const positions = { [conversationId]: `${parley.node.store.epoch}:0` }
      return firstOf(await caller.sync.resume({ positions }), 200)
    },
  },
}

test('every procedure of the router is walked', () => {
  expect(Object.keys(WALKS).sort()).toEqual(Object.keys(appRouter._def.procedures).sort())
})

test.each(Object.keys(WALKS))('nobody: %s', async (name) => {
  const { walk, open, stranger: reason } = WALKS[name] as Expected
  const nobody = await parley.as()
  if (!open) expect(await refusal(walk(nobody, room))).toBe('NOT_SIGNED_IN')
  else if (reason) expect(await refusal(walk(nobody, room))).toBe(reason)
  else await walk(nobody, room)
})

test.each(Object.keys(WALKS))('a stranger of another organisation: %s', async (name) => {
  const { walk, stranger: reason } = WALKS[name] as Expected
  for (const conversationId of [room, channel]) {
    if (reason) {
      expect(await refusal(walk(stranger, conversationId))).toBe(reason)
    } else {
      const answer = JSON.stringify(await walk(stranger, conversationId)) ?? ''
      for (const ours of [
        ann.id,
        ann.email,
        room,
        channel,
        messageId,
        postId,
        planned,
        seriesId,
        mediaId,
        templateId,
        accountId,
        'secret',
      ])
        expect(answer).not.toContain(ours)
    }
  }
})

test('after all that, everything of Ann is as it was', async () => {
  const { members, title, archived, head } = await ann.call.conversations.get({ conversationId: room })
  expect({ title, archived, head, members: members.length }).toEqual({
    title: 'Ours',
    archived: false,
    head: 2,
    members: 1,
  })
  expect((await ann.call.posts.get({ postId })).post).toMatchObject({ head: 1, text: 'secret' })
  expect(await ann.call.posts.holding()).toEqual({ isHeld: false })
  const [series] = (await ann.call.posts.series({ postId: planned })).items
  expect(series).toMatchObject({ id: seriesId, state: 'running', skip: [] })
  const [file] = (await ann.call.media.list()).items
  expect(file).toMatchObject({ id: mediaId, altText: null })
  const { items } = await ann.call.templates.list()
  expect(items).toMatchObject([{ id: templateId, name: 'Launch', text: 'secret' }])
  const [account] = await ann.call.accounts.list()
  expect(account).toMatchObject({ id: accountId, health: 'healthy' })
})

/** The first datum of a feed; null when none comes in `waitMs`, or it ends. */
async function firstOf<Datum>(feed: AsyncIterable<Datum>, waitMs = 5_000): Promise<Datum | null> {
  const iterator = feed[Symbol.asyncIterator]()
  const late = new Promise<null>((resolve) => setTimeout(resolve, waitMs, null))
  const first = await Promise.race([iterator.next().then(({ value, done }) => (done ? null : value)), late])
  await iterator.return?.()
  return first as Datum | null
}
