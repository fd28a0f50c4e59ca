import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import type { Answered, Credential, Order } from '../contract.ts'
import { startFake } from '../fake-server.ts'
import { type MediaHost, startMediaHost } from '../meta/media-host.ts'
import { type PlatformWorld, platformSuite } from '../platform-suite.ts'
import { decided, prepared as preparedBy, QUICK_FAULTS, worldsOf } from '../testing.ts'
import { makeFacebook } from './facebook.ts'
import { makeFakeFacebook } from './fake.ts'
import type { FakePost } from './fake-feed.ts'
import { FACEBOOK_SETTINGS } from './settings.ts'

const START = Date.parse('2026-11-21T12:00:00.000Z')
const PAGE = '1001'
const DAY_MS = 24 * 60 * 60_000
/** Shorter than a network that says nothing, longer than one that answers on a busy machine. */
const TIMEOUT_MS = 1_500
const PART_BYTES = 1_000

async function open() {
  let nowMs = START
  const now = () => nowMs
  const facebook = makeFakeFacebook(now)
  const fake = await startFake(facebook)
  const host = await startMediaHost()
  hosts.push(host)
  const settings = {
    ...FACEBOOK_SETTINGS,
    appId: '1',
    appSecret: 'the secret of the application',
    graphUrl: fake.url,
    authorizeUrl: `${fake.url}/${FACEBOOK_SETTINGS.version}/dialog/oauth`,
    timeoutMs: TIMEOUT_MS,
    filmPartBytes: PART_BYTES,
    reelPartBytes: PART_BYTES,
    partsPerVisit: 2,
    pagesMax: 10,
  }
  const platform = makeFacebook({ settings, now })
  let texts = 0

  function orderOf(more: Partial<Order> = {}): Order {
    return {
      credential: {
        accountRef: PAGE,
        accessToken: facebook.grant(PAGE),
        expiresAt: null,
        refreshToken: facebook.grantPerson(),
        scopes: [],
      },
      text: `post ${++texts}`,
      media: [],
      options: {},
      keys: {},
      leftovers: [],
      answers: null,
      armedAt: new Date(nowMs).toISOString(),
      ...more,
    }
  }

  const film = (bytes = 5_500) => host.media({ type: 'video/mp4', bytes, width: 1080, height: 1920 })
  const reelOf = (more: Partial<Order> = {}) => orderOf({ media: [film()], options: { as: 'reel' }, ...more })

  const prepared = (order: Order) => preparedBy(platform, order)

  const world: PlatformWorld = {
    fake,
    platform,
    reset() {
      facebook.reset()
      fake.faults.length = 0
      facebook.moods.appSecret = settings.appSecret
    },
    order: async () => orderOf(),
    orderWithMedia: () => reelOf(),
    publicTimes: ({ text }) => facebook.posts().filter(({ message }) => message === text).length,
    async consent(authorizeUrl) {
      const { headers } = await fetch(authorizeUrl, { redirect: 'manual' })
      const back = new URL(headers.get('location') ?? '')
      expect(back.searchParams.get('state')).toBe('a state of ours')
      return back.searchParams.get('code') ?? ''
    },
    expireTokens: () => facebook.expireTokens(),
    revoke: () => facebook.revoke(),
    exhaust() {
      facebook.moods.usagePercent = 100
    },
  }
  const later = (ms: number) => {
    nowMs += ms
  }
  return { ...world, facebook, host, orderOf, reelOf, film, prepared, later }
}

const hosts: MediaHost[] = []

platformSuite('Facebook', open)

const opened = worldsOf(open)
afterAll(async () => {
  await Promise.all(hosts.map((host) => host.stop()))
})

const idOf = ({ outcome }: Answered) => (outcome.is === 'ok' ? outcome.id : JSON.stringify(outcome))
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

test('a link is posted below its text', async () => {
  const { facebook, orderOf, platform } = await opened()
  const order = orderOf({ options: { link: 'https://parley.example/' } })
  const { outcome } = await platform.publish(order)
  const [post] = facebook.posts()
  expect(post).toMatchObject({ message: order.text, link: 'https://parley.example/' })
  expect(outcome).toEqual({ is: 'ok', id: post?.id, url: `https://www.facebook.com/${post?.id}` })
})

test('photos are stored unpublished, each byte of them, and shown by one post', async () => {
  const { facebook, host, orderOf, prepared, platform } = await opened()
  const media = [host.media({ altText: 'a dog' }), host.media(), host.media({ type: 'image/png' })]
  const order = await prepared(orderOf({ media }))
  expect(facebook.posts()).toHaveLength(0)
  const stored = [...facebook.photos.values()]
  expect(stored.map(({ bytes }) => sha256(bytes))).toEqual(media.map((one) => sha256(host.bytesOf(one))))
  expect(stored[0]?.altText).toBe('a dog')
  await platform.publish(order)
  const { photo0, photo1, photo2 } = order.keys
  expect(facebook.posts()).toMatchObject([{ photoIds: [photo0, photo1, photo2] }])
})

test('photos without a text are known by their ids', async () => {
  const { fake, facebook, host, orderOf, prepared, platform } = await opened()
  const one = await prepared(orderOf({ text: '', media: [host.media()] }))
  const other = await prepared(orderOf({ text: '', media: [host.media(), host.media()] }))
  await platform.publish(other)
  fake.faults.push('dropBefore', 'dropAfter')
  await platform.publish(one)
  expect((await platform.reconcile(one)).outcome.is).toBe('absent')
  await platform.publish(one)
  const found = idOf(await platform.reconcile(one))
  expect(found).toBe(facebook.posts().find(({ photoIds }) => photoIds.length === 1)?.id)
  // when Facebook does not tell what posts show, nobody knows
  facebook.moods.hidesAttachments = true
  expect((await platform.reconcile(one)).outcome.is).toBe('undecided')
  const named = await prepared(orderOf({ text: 'named', media: [host.media()] }))
  await platform.publish(named)
  expect((await platform.reconcile(named)).outcome.is).toBe('ok')
})

test('photos that Facebook has let go of are brought there again', async () => {
  const { facebook, host, orderOf, prepared, platform, later } = await opened()
  const order = await prepared(orderOf({ media: [host.media(), host.media()] }))
  later(2 * DAY_MS)
  expect((await platform.publish(order)).outcome.is).toBe('rejected')
  const again = await prepared(order)
  expect(again.keys.photo1).not.toBe(order.keys.photo1)
  expect((await platform.publish(again)).outcome.is).toBe('ok')
  expect((await prepared(again)).keys).toEqual(again.keys)
  expect(facebook.posts()).toHaveLength(1)
})

test('what the rules refuse is not sent, whoever let it through', async () => {
  const { fake, film, host, orderOf, platform } = await opened()
  const mixed = orderOf({ media: [host.media(), film()] })
  expect((await platform.prepare(mixed)).outcome).toMatchObject({ is: 'rejected', code: 'media-mixed' })
  const odd = orderOf({ options: { nonsense: true } })
  expect((await platform.publish(odd)).outcome).toMatchObject({ is: 'rejected', code: 'option-invalid' })
  expect((await platform.rehearse(odd)).outcome).toMatchObject({ is: 'rejected', code: 'option-invalid' })
  expect(fake.calls()).toBe(0)
})

test('photos that are posted already are ours', async () => {
  const { facebook, host, orderOf, prepared, platform } = await opened()
  const order = await prepared(orderOf({ media: [host.media()] }))
  const first = await platform.publish(order)
  expect(idOf(await platform.publish(order))).toBe(idOf(first))
  expect(facebook.posts()).toHaveLength(1)
})

test('an equal text is ours when it is from our time, and refused when it is not', async () => {
  const { facebook, orderOf, platform, later } = await opened()
  facebook.moods.refusesDuplicates = true
  const order = orderOf({ text: 'good morning' })
  const first = await platform.publish(order)
  expect(idOf(await platform.publish(order))).toBe(idOf(first))
  later(DAY_MS / 2)
  const { outcome } = await platform.publish(orderOf({ text: 'good morning' }))
  expect(outcome).toMatchObject({ is: 'rejected', code: '506' })
})

test('a reel is sent in parts, each byte once, and public once Facebook has turned it', async () => {
  const { facebook, host, reelOf, prepared, platform } = await opened()
  const order = await prepared(reelOf())
  const [sent] = facebook.films.values()
  const [film] = order.media
  expect(sent?.receivedBytes).toBe(5_500)
  expect(sent?.hash.copy().digest('hex')).toBe(film && sha256(host.bytesOf(film)))
  expect((await platform.publish(order)).outcome).toEqual({
    is: 'ok',
    id: order.keys.film,
    url: `https://www.facebook.com/reel/${order.keys.film}/`,
  })
  expect(facebook.posts()).toMatchObject([{ message: order.text }])
})

test('a film is sent in parts by its session', async () => {
  const { facebook, host, film, orderOf, prepared, platform } = await opened()
  const media = [film()]
  const order = await prepared(orderOf({ media }))
  const [sent] = facebook.films.values()
  expect(sent?.hash.copy().digest('hex')).toBe(media[0] && sha256(host.bytesOf(media[0])))
  expect((await platform.publish(order)).outcome.is).toBe('ok')
  expect(facebook.posts()).toHaveLength(1)
})

test('an upload goes on where Facebook says it stopped', async () => {
  const { facebook, host, reelOf, prepared, platform } = await opened()
  const order = reelOf()
  const begun = await platform.prepare(order)
  const keys = begun.outcome.is === 'stored' ? begun.outcome.keys : {}
  facebook.moods.breaks = 2
  expect((await platform.prepare({ ...order, keys })).outcome.is).toBe('failed')
  expect((await platform.prepare({ ...order, keys })).outcome.is).toBe('failed')
  await prepared({ ...order, keys })
  expect(facebook.films.size).toBe(1)
  const [sent] = facebook.films.values()
  expect(sent?.hash.copy().digest('hex')).toBe(order.media[0] && sha256(host.bytesOf(order.media[0])))
})

test('an upload about which Facebook and we disagree is begun anew', async () => {
  const { facebook, film, orderOf, prepared, platform } = await opened()
  facebook.moods.forgetsBytes = true
  const order = orderOf({ media: [film()] })
  const begun = await platform.prepare(order)
  const keys = begun.outcome.is === 'stored' ? begun.outcome.keys : {}
  // two parts are sent, and the worker falls silent before that is committed
  await platform.prepare({ ...order, keys })
  const whole = await prepared({ ...order, keys })
  expect(facebook.films.size).toBe(2)
  expect((await platform.publish(whole)).outcome.is).toBe('ok')
  expect(facebook.posts()).toHaveLength(1)
})

test('a film that ends too early is refused before it is published', async () => {
  const { film, orderOf, prepared } = await opened()
  const short = { ...film(), bytes: 9_999 }
  await expect(prepared(orderOf({ media: [short] }))).rejects.toThrow('rejected')
})

test('what Facebook still turns is looked for until it is public, and not asked for twice', async () => {
  const { fake, facebook, reelOf, prepared, platform } = await opened()
  facebook.moods.looksToProcess = 4
  const order = await prepared(reelOf())
  expect((await platform.publish(order)).outcome.is).toBe('ambiguous')
  expect((await platform.publish(order)).outcome.is).toBe('ambiguous')
  expect((await platform.reconcile(order)).outcome.is).toBe('ambiguous')
  expect((await platform.reconcile(order)).outcome.is).toBe('ok')
  expect(facebook.posts()).toHaveLength(1)
  expect(fake.faults).toHaveLength(0)
})

test('a film tells of itself what became of a lost answer', async () => {
  const { fake, facebook, reelOf, prepared, platform } = await opened()
  const order = await prepared(reelOf())
  fake.faults.push('dropBefore')
  expect((await platform.publish(order)).outcome.is).toBe('ambiguous')
  expect((await platform.reconcile(order)).outcome.is).toBe('absent')
  fake.faults.push('dropAfter')
  expect((await platform.publish(order)).outcome.is).toBe('ambiguous')
  expect(idOf(await platform.reconcile(order))).toBe(order.keys.film)
  expect(facebook.posts()).toHaveLength(1)
})

test('a film that Facebook cannot turn is refused with its words', async () => {
  const { fake, facebook, reelOf, prepared, platform } = await opened()
  facebook.moods.filmsFail = true
  const order = await prepared(reelOf())
  expect((await platform.publish(order)).outcome).toMatchObject({
    is: 'rejected',
    message: 'The film has no picture',
  })
  const lost = await prepared(reelOf())
  fake.faults.push('dropAfter')
  await platform.publish(lost)
  expect((await platform.reconcile(lost)).outcome.is).toBe('absent')
  expect((await platform.publish(lost)).outcome.is).toBe('rejected')
})

test('an upload that is too old is begun anew', async () => {
  const { facebook, reelOf, prepared, platform, later } = await opened()
  const order = await prepared(reelOf())
  later(2 * DAY_MS)
  const again = await prepared(order)
  expect(again.keys.film).not.toBe(order.keys.film)
  expect((await platform.publish(again)).outcome.is).toBe('ok')
  expect(facebook.posts()).toHaveLength(1)
})

test('a first comment with a photo is published and looked for like a post', async () => {
  const { fake, facebook, host, orderOf, platform } = await opened()
  const post = idOf(await platform.publish(orderOf()))
  const photo = host.media()
  const comment = orderOf({ text: 'the first', media: [photo], answers: { id: post } })
  expect((await platform.prepare(comment)).outcome.is).toBe('ready')
  facebook.comments.push({
    id: '5',
    ownerId: 'a stranger',
    parentId: post,
    message: 'the first',
    photoUrl: null,
    at: START,
  })
  fake.faults.push('dropBefore', 'dropAfter')
  expect((await platform.publish(comment)).outcome.is).toBe('ambiguous')
  expect((await platform.reconcile(comment)).outcome.is).toBe('absent')
  await platform.publish(comment)
  expect(idOf(await platform.reconcile(comment))).toBe(facebook.comments[1]?.id)
  expect(facebook.comments[1]).toMatchObject({ ownerId: PAGE, photoUrl: photo.url })
})

test('an error of theirs after it was done is unknown, and found', async () => {
  const { facebook, orderOf, platform } = await opened()
  facebook.moods.errorsAfter = 2
  for (const order of [orderOf(), orderOf()]) {
    expect((await platform.publish(order)).outcome.is).toBe('ambiguous')
    expect((await platform.reconcile(order)).outcome.is).toBe('ok')
  }
})

test('one of ours is found among hundreds, and what nobody can read to its end is undecided', async () => {
  const { facebook, orderOf, platform, later } = await opened()
  const order = orderOf()
  await platform.publish(order)
  later(1_000)
  const others = facebook.posts() as FakePost[]
  const like = (index: number) => ({
    id: `${PAGE}_x${index}`,
    pageId: PAGE,
    message: `other ${index}`,
    link: null,
    photoIds: [],
    at: START + 1_000,
  })
  others.push(...Array.from({ length: 450 }, (_, index) => like(index)))
  expect((await platform.reconcile(order)).outcome.is).toBe('ok')
  others.push(...Array.from({ length: 1_000 }, (_, index) => like(450 + index)))
  expect((await platform.reconcile(order)).outcome.is).toBe('undecided')
})

test('too many calls wait as long as the header says', async () => {
  const { facebook, orderOf, platform } = await opened()
  facebook.moods.usagePercent = 100
  const { outcome, quota } = await platform.publish(orderOf())
  expect(outcome).toEqual({ is: 'throttled', scope: 'account', retryAt: '2026-11-21T12:10:00.000Z' })
  expect(quota).toEqual({ scope: 'account', remaining: 0, resetAt: '2026-11-21T12:10:00.000Z' })
})

test('a token of the person is seen before the day, and refused on it', async () => {
  const { facebook, orderOf, platform } = await opened()
  const order = orderOf()
  const credential = { ...order.credential, accessToken: facebook.grantPerson() }
  expect((await platform.rehearse({ ...order, credential })).outcome).toEqual({
    is: 'authDead',
    code: 'not-as-page',
  })
  expect((await platform.publish({ ...order, credential })).outcome).toEqual({ is: 'authDead', code: '200' })
  const few = { ...order, credential: { ...order.credential, scopes: ['pages_show_list'] } }
  expect((await platform.rehearse(few)).outcome).toMatchObject({ is: 'rejected', code: 'scope-missing' })
})

async function connected({ platform, consent }: Awaited<ReturnType<typeof open>>) {
  const asked = { redirectUri: 'https://parley.example/back', state: 'a state of ours', challenge: '' }
  const code = await consent(platform.authorizeUrl(asked))
  return platform.connect({ code, redirectUri: asked.redirectUri, verifier: '' })
}

test('only pages that give a token, and the right to publish, are connected', async () => {
  const world = await opened()
  const { pages } = world.facebook
  const many = Array.from({ length: 150 }, (_, index) => ({
    id: `2${index}`,
    name: `Page ${index}`,
    givesToken: true,
    tasks: ['PROFILE_PLUS_CREATE_CONTENT'],
  }))
  pages.push({ id: '3', name: 'Held', givesToken: false, tasks: ['CREATE_CONTENT'] })
  pages.push({ id: '4', name: 'Watched', givesToken: true, tasks: ['ANALYZE'] }, ...many)
  const all = await connected(world)
  const refs = all.is === 'ok' ? all.accounts.map(({ credential }) => credential.accountRef) : []
  expect(refs).toEqual([PAGE, ...many.map(({ id }) => id)])
  pages.splice(0, pages.length, { id: '3', name: 'Held', givesToken: false, tasks: [] })
  expect(await connected(world)).toMatchObject({
    is: 'rejected',
    code: 'no-page',
    message: expect.stringContaining('Held'),
  })
})

test('a page gets another token by its person, and lives while either is taken', async () => {
  const { facebook, orderOf, platform, later } = await opened()
  const { credential } = orderOf()
  facebook.expireTokens()
  const refreshed = await platform.refresh(credential)
  if (refreshed.is !== 'ok') throw new Error(JSON.stringify(refreshed))
  const next: Credential = refreshed.credential
  expect(next.accessToken).not.toBe(credential.accessToken)
  expect((await platform.publish(orderOf({ credential: next }))).outcome.is).toBe('ok')
  // the person's token ends, the page's does not
  later(61 * DAY_MS)
  expect(await platform.refresh(next)).toEqual({ is: 'ok', credential: next })
  facebook.expireTokens()
  expect(await platform.refresh(next)).toEqual({ is: 'authDead', code: '190/463' })
})

test('numbers are told of what is there', async () => {
  const { orderOf, platform } = await opened()
  const order = orderOf()
  const id = idOf(await platform.publish(order))
  const measured = await platform.measure(order.credential, [id, '404'])
  const shown = measured.is === 'ok' ? [...measured.metrics] : []
  expect(shown).toEqual([[id, { views: 11, likes: 5, comments: 0, shares: 2 }]])
})

test('whatever is lost, and how often, each kind of post is public once', async () => {
  const { fake, host, orderOf, reelOf, film, prepared, platform, reset, publicTimes } = await opened()
  const kinds: Record<string, () => Order> = {
    text: () => orderOf(),
    photo: () => orderOf({ media: [host.media()] }),
    film: () => orderOf({ media: [film(1_500)] }),
    reel: () => reelOf({ media: [film(1_500)] }),
  }
  const kind = fc.constantFrom(...Object.keys(kinds))
  const losses = fc.array(fc.constantFrom(...QUICK_FAULTS), { maxLength: 6 })
  const once = fc.asyncProperty(kind, losses, async (name, lost) => {
    reset()
    const order = await prepared(kinds[name]?.() ?? orderOf())
    fake.faults.push(...lost)
    expect((await decided(platform, order)).is).toBe('ok')
    expect(publicTimes(order)).toBe(1)
  })
  await fc.assert(once, { numRuns: 60 })
})

test('no token is told to anybody', async () => {
  const { orderOf, platform } = await opened()
  const order = orderOf({ text: 'a' })
  const { accessToken, refreshToken } = order.credential
  const unknown = { ...order, credential: { ...order.credential, accessToken: 'EAAunknown' } }
  const told = JSON.stringify([
    await platform.publish(order),
    await platform.publish({ ...order, text: 'b' }),
    // lists name their next page, with the token
    await platform.reconcile(order),
    await platform.publish(unknown),
    await platform.refresh({ ...unknown.credential, refreshToken: 'EAAunknown' }),
  ])
  expect(told).not.toContain(accessToken)
  expect(told).not.toContain(refreshToken)
  expect(told).not.toContain('EAAunknown')
})
