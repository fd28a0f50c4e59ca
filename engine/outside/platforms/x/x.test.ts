import { expect, test } from 'vitest'
import type { MediaRef, Order, Platform } from '../contract.ts'
import { startFake } from '../fake-server.ts'
import { type PlatformWorld, platformSuite } from '../platform-suite.ts'
import { makeFakeX } from './fake.ts'
import { X_SETTINGS, type XSettings } from './settings.ts'
import { makeX } from './x.ts'

const START = Date.parse('2026-11-21T12:00:00.000Z')
/** Long enough for a busy machine; only an answer that never comes waits for it. */
const TIMEOUT_MS = 2_000
const KB = 1024
const VERIFIER = 'v'.repeat(64)
/** SHA-256 of it. */
const CHALLENGE = 'w1TpKUdYE9hUAcNSeeSRFioHDxfUxuHho_JHAfZ_vDM'
const REDIRECT_URI = 'https://parley.example/connected'

async function open(more: Partial<XSettings> = {}) {
  let nowMs = START
  const now = () => nowMs
  const x = makeFakeX(now)
  const fake = await startFake(x)
  const settings = {
    ...X_SETTINGS,
    clientId: 'parley',
    clientSecret: null,
    apiUrl: fake.url,
    authorizeUrl: `${fake.url}/i/oauth2/authorize`,
    timeoutMs: TIMEOUT_MS,
    chunkBytes: 64 * KB,
    bytesPerVisit: 128 * KB,
    ...more,
  }
  let texts = 0
  const orderOf = (order: Partial<Order> = {}, person = 'ann'): Order => ({
    credential: {
      accountRef: person,
      ...x.oauth.grant(person),
      expiresAt: null,
      scopes: [],
    },
    text: `post ${++texts} & more`,
    media: [],
    options: {},
    keys: {},
    answers: null,
    armedAt: new Date(START).toISOString(),
    ...order,
  })
  const world: PlatformWorld = {
    fake,
    platform: makeX({ settings, now }),
    reset() {
      x.clear()
      fake.faults.length = 0
    },
    order: async () => orderOf(),
    orderWithMedia: () => orderOf({ media: [mediumOf('image/png', 300 * KB)] }),
    publicTimes: ({ text }) => x.posts().filter((post) => post.text === text).length,
    async consent(authorizeUrl) {
      const { headers } = await fetch(authorizeUrl, { redirect: 'manual' })
      return new URL(headers.get('location') ?? '').searchParams.get('code') ?? ''
    },
    expireTokens: () => x.oauth.expireAll(),
    revoke: () => x.oauth.revoke('ann'),
    exhaust() {
      x.moods.windowPosts = 0
    },
  }
  const passes = (ms: number) => {
    nowMs += ms
  }
  return { ...world, x, orderOf, passes }
}

function mediumOf(type: string, bytes: number, altText: string | null = null): MediaRef {
  const all = Buffer.alloc(bytes, type)
  return {
    id: 'medium',
    type,
    bytes,
    altText,
    width: null,
    height: null,
    durationMs: null,
    url: 'https://parley.example/media/medium',
    async *read(from) {
      for (let at = from; at < bytes; at += 50_000) yield all.subarray(at, at + 50_000)
    },
  }
}

async function prepared(platform: Platform, order: Order): Promise<Order> {
  for (let keys = order.keys; ; ) {
    const { outcome } = await platform.prepare({ ...order, keys })
    if (outcome.is !== 'stored' && outcome.is !== 'ready') throw new Error(`preparing ended as ${outcome.is}`)
    keys = { ...keys, ...outcome.keys }
    if (outcome.is === 'ready') return { ...order, keys }
  }
}

async function published(platform: Platform, order: Order): Promise<string> {
  const { outcome } = await platform.publish(order)
  if (outcome.is !== 'ok') throw new Error(`publishing ended as ${outcome.is}`)
  return outcome.id
}

platformSuite('X', open)

test('what X calls a duplicate is looked for, not sent again with other words', async () => {
  const { platform, orderOf, fake } = await open()
  const order = orderOf()
  const id = await published(platform, order)
  expect((await platform.publish(order)).outcome).toMatchObject({ is: 'ambiguous' })
  expect((await platform.reconcile(order)).outcome).toMatchObject({ is: 'ok', id })
  await fake.stop()
})

test('an equal text that answers another post, or none, is not ours', async () => {
  const { platform, orderOf, fake } = await open()
  const id = await published(platform, orderOf())
  const reply = orderOf({ answers: { id } })
  await published(platform, reply)
  const is = async (order: Order) => (await platform.reconcile(order)).outcome.is
  expect(await is({ ...reply, answers: { id: 'other' } })).toBe('absent')
  expect(await is({ ...reply, answers: null })).toBe('absent')
  expect(await is(reply)).toBe('ok')
  await fake.stop()
})

test('a text is known again by its own addresses, which X shortens', async () => {
  const { platform, orderOf, fake } = await open()
  const order = orderOf({ text: 'new: https://a.example/one, and\n\nHELLO.com (<3 & you)' })
  await published(platform, order)
  const is = async (text: string) => (await platform.reconcile({ ...order, text })).outcome.is
  expect(await is(order.text)).toBe('ok')
  expect(await is(order.text.replace('one', 'two'))).toBe('absent')
  expect(await is(order.text.replace('HELLO', 'hullo'))).toBe('absent')
  await fake.stop()
})

test('an equal text with other pictures is not ours', async () => {
  const { platform, orderOf, fake } = await open()
  const media = [mediumOf('image/png', 10)]
  const order = await prepared(platform, orderOf({ text: '', media }))
  await published(platform, order)
  const other = await prepared(platform, { ...order, keys: {} })
  expect((await platform.reconcile(order)).outcome.is).toBe('ok')
  expect((await platform.reconcile(other)).outcome.is).toBe('absent')
  expect((await platform.reconcile({ ...order, media: [] })).outcome.is).toBe('absent')
  await fake.stop()
})

test('what was posted before it was armed is not ours', async () => {
  const { platform, orderOf, fake, passes } = await open()
  const order = orderOf()
  await published(platform, order)
  passes(30 * 60_000)
  const armedAt = new Date(START + 30 * 60_000).toISOString()
  expect((await platform.reconcile({ ...order, armedAt })).outcome.is).toBe('absent')
  await fake.stop()
})

test('where X shows no more posts nobody says that it is absent', async () => {
  const { platform, orderOf, fake, x } = await open()
  x.moods.windowPosts = 1_000
  for (let post = 0; post < 100; post++) await published(platform, orderOf())
  expect((await platform.reconcile(orderOf())).outcome.is).toBe('undecided')
  await fake.stop()
})

test('a cap with posts left in the window is one of the application, and headers may be missing', async () => {
  const { platform, orderOf, fake, x } = await open()
  const scope = async () => (await platform.publish(orderOf())).outcome
  x.moods.isAppDone = true
  expect(await scope()).toMatchObject({ is: 'throttled', scope: 'app' })
  x.moods.windowPosts = 0
  expect(await scope()).toMatchObject({ is: 'throttled', scope: 'account' })
  x.moods.hidesRates = true
  expect(await scope()).toMatchObject({ is: 'throttled', scope: 'endpoint' })
  x.moods.isCapped = true
  expect(await scope()).toMatchObject({ is: 'throttled', scope: 'app' })
  await fake.stop()
})

test('the window of 15 minutes opens again', async () => {
  const { platform, orderOf, fake, passes, x } = await open()
  x.moods.windowPosts = 1
  await published(platform, orderOf())
  const { outcome } = await platform.publish(orderOf())
  expect(outcome).toMatchObject({ is: 'throttled', retryAt: new Date(START + 15 * 60_000).toISOString() })
  passes(15 * 60_000)
  await published(platform, orderOf())
  await fake.stop()
})

test('a reply that X does not allow is refused with its words', async () => {
  const { platform, orderOf, fake, x } = await open()
  const id = await published(platform, orderOf({}, 'bob'))
  x.moods.refusesReplies = true
  const { outcome } = await platform.publish(orderOf({ answers: { id } }))
  expect(outcome).toMatchObject({ is: 'rejected', message: 'You are not permitted to perform this action.' })
  await fake.stop()
})

test('where an account may not answer itself, a thread is refused before X is asked', async () => {
  const { platform, orderOf, fake } = await open({ mayReplyToItself: false })
  const id = await published(platform, orderOf())
  const calls = fake.calls()
  const { outcome, evidence } = await platform.publish(orderOf({ answers: { id } }))
  expect(outcome).toMatchObject({ is: 'rejected', code: 'reply-not-allowed' })
  expect([evidence.request, fake.calls()]).toEqual([null, calls])
  await fake.stop()
})

test('a film is sent in parts over several visits, made ready, and shown', async () => {
  const { platform, orderOf, fake, x } = await open()
  const order = await prepared(platform, orderOf({ media: [mediumOf('video/mp4', 500 * KB, 'a harbour')] }))
  const [upload] = x.uploads.all.values()
  expect(upload).toMatchObject({ state: 'succeeded', bytes: 500 * KB, altText: null })
  expect(upload?.parts.size).toBe(8)
  await published(platform, order)
  expect(x.posts()[0]?.mediaIds).toEqual([upload?.id])
  await fake.stop()
})

test('photos carry their descriptions, in their order', async () => {
  const { platform, orderOf, fake, x } = await open()
  const media = [mediumOf('image/png', 10, 'first'), mediumOf('image/jpeg', 10, 'second')]
  await published(platform, await prepared(platform, orderOf({ media })))
  const uploads = x.posts()[0]?.mediaIds.map((id) => x.uploads.all.get(id)?.altText)
  expect(uploads).toEqual(['first', 'second'])
  await fake.stop()
})

test('a film that X cannot make sense of is refused', async () => {
  const { platform, orderOf, fake, x } = await open()
  x.uploads.moods.failsFilms = true
  const order = orderOf({ media: [mediumOf('video/mp4', 100 * KB)] })
  await expect(prepared(platform, order)).rejects.toThrow('rejected')
  await fake.stop()
})

test('an upload that X forgot or closed is begun anew', async () => {
  const { platform, orderOf, fake, x, passes } = await open()
  const order = await prepared(platform, orderOf({ media: [mediumOf('image/png', 300 * KB)] }))
  // a visit that closed it was not heard of
  const half = {
    ...order.keys,
    'media.0.sent': String(128 * KB),
    'media.0.segment': '2',
    'media.0.state': '',
  }
  const anew = await prepared(platform, { ...order, keys: half })
  expect(x.uploads.all.size).toBe(2)
  passes(24 * 60 * 60_000)
  const { credential } = orderOf()
  await published(platform, await prepared(platform, { ...anew, credential }))
  expect(x.uploads.all.size).toBe(3)
  await fake.stop()
})

test('an upload that X refuses again and again ends', async () => {
  const { platform, orderOf, fake, x } = await open()
  x.uploads.moods.refusesParts = true
  const order = orderOf({ media: [mediumOf('image/png', 10)] })
  await expect(prepared(platform, order)).rejects.toThrow('rejected')
  expect(x.uploads.all.size).toBe(X_SETTINGS.uploadsMax)
  await fake.stop()
})

test('a code is good for 30 seconds, and for who asked for it', async () => {
  const { platform, consent, fake, passes } = await open()
  const asked = { redirectUri: REDIRECT_URI, state: 'a', challenge: CHALLENGE }
  const connect = async (code: string, verifier = VERIFIER) =>
    (await platform.connect({ code, redirectUri: REDIRECT_URI, verifier })).is
  expect(await connect(await consent(platform.authorizeUrl(asked)), 'w'.repeat(64))).toBe('rejected')
  const late = await consent(platform.authorizeUrl(asked))
  passes(30_000)
  expect(await connect(late)).toBe('rejected')
  await fake.stop()
})

test('a refresh token is good once, and the next one is kept', async () => {
  const { platform, orderOf, fake, x } = await open()
  const { credential } = orderOf()
  x.oauth.expireAll()
  const first = await platform.refresh(credential)
  if (first.is !== 'ok') throw new Error(first.is)
  expect(first.credential.refreshToken).not.toBe(credential.refreshToken)
  expect(await platform.refresh(credential)).toEqual({ is: 'authDead', code: 'invalid_request' })
  await published(platform, orderOf({ credential: first.credential }))
  await fake.stop()
})

test('an account without a refresh token lives as long as its token is taken', async () => {
  const { platform, orderOf, fake, x } = await open()
  const credential = { ...orderOf().credential, refreshToken: null }
  expect((await platform.refresh(credential)).is).toBe('ok')
  x.oauth.expireAll()
  expect((await platform.refresh(credential)).is).toBe('authDead')
  await fake.stop()
})

test('a look ahead finds what the account did not agree to, and a token that ends before the post', async () => {
  const { platform, orderOf, fake } = await open()
  const { credential } = orderOf()
  const look = async (more: Partial<Order['credential']>) =>
    (await platform.rehearse(orderOf({ credential: { ...credential, ...more } }))).outcome
  expect(await look({ scopes: ['tweet.read'] })).toMatchObject({ code: 'scope-missing:tweet.write' })
  const expiresAt = new Date(START - 1).toISOString()
  expect(await look({ refreshToken: null, expiresAt })).toMatchObject({ code: 'token-ends-before' })
  expect(await look({ expiresAt })).toMatchObject({ is: 'ready' })
  await fake.stop()
})

test('what a post is said to cost is what X bills', async () => {
  const { platform, orderOf, fake, x } = await open()
  const orders = [
    orderOf(),
    orderOf({ text: 'see https://a.example' }),
    await prepared(platform, orderOf({ media: [mediumOf('image/png', 10)] })),
  ]
  for (const order of orders) {
    const before = x.ledgerMils()
    await published(platform, order)
    expect(x.ledgerMils() - before).toBe(platform.costMilsOf(order))
  }
  const described = [mediumOf('image/png', 10, 'a harbour')]
  expect(platform.costMilsOf({ text: '', media: described })).toBe(20)
  await fake.stop()
})

test('no token is left in what is kept of a call', async () => {
  const { platform, orderOf, fake } = await open()
  const order = orderOf()
  const kept = [
    await platform.publish(order),
    await platform.reconcile(order),
    await platform.rehearse(order),
  ]
  expect(JSON.stringify(kept)).not.toContain(order.credential.accessToken)
  await fake.stop()
})
