import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import type { Answered, Order } from '../contract.ts'
import { startFake } from '../fake-server.ts'
import { type MediaHost, startMediaHost } from '../meta/media-host.ts'
import { type PlatformWorld, platformSuite } from '../platform-suite.ts'
import { decided, prepared as preparedBy, QUICK_FAULTS, worldsOf } from '../testing.ts'
import { makeFakeInstagram } from './fake.ts'
import { makeInstagram } from './instagram.ts'
import { INSTAGRAM_SETTINGS } from './settings.ts'

const START = Date.parse('2026-11-21T12:00:00.000Z')
const PERSON = '17841400000000001'
const HOUR_MS = 60 * 60_000
const DAY_MS = 24 * HOUR_MS
/** Shorter than a network that says nothing, longer than one that answers on a busy machine. */
const TIMEOUT_MS = 1_500

async function open() {
  let nowMs = START
  const now = () => nowMs
  const instagram = makeFakeInstagram(now)
  const fake = await startFake(instagram)
  const host = await startMediaHost()
  hosts.push(host)
  const settings = {
    ...INSTAGRAM_SETTINGS,
    appId: '1',
    appSecret: 'the secret of the application',
    graphUrl: fake.url,
    authorizeUrl: `${fake.url}/oauth/authorize`,
    codeUrl: `${fake.url}/oauth/access_token`,
    timeoutMs: TIMEOUT_MS,
  }
  const platform = makeInstagram({ settings, now })
  let texts = 0

  function orderOf(more: Partial<Order> = {}): Order {
    return {
      credential: {
        accountRef: PERSON,
        accessToken: instagram.grant(PERSON),
        expiresAt: new Date(nowMs + 60 * DAY_MS).toISOString(),
        refreshToken: null,
        scopes: [],
      },
      text: `post ${++texts}`,
      media: [host.media()],
      options: {},
      keys: {},
      leftovers: [],
      answers: null,
      armedAt: new Date(nowMs).toISOString(),
      ...more,
    }
  }

  const prepared = (order: Order) => preparedBy(platform, order)

  const world: PlatformWorld = {
    fake,
    platform,
    reset() {
      instagram.reset()
      fake.faults.length = 0
      host.isDown = false
    },
    order: () => prepared(orderOf()),
    orderWithMedia() {
      instagram.moods.looksToFinish = 2
      return orderOf({ media: [host.media({ type: 'video/mp4' })] })
    },
    publicTimes: ({ text }) => instagram.media.filter(({ caption }) => caption === text).length,
    async consent(authorizeUrl) {
      const { headers } = await fetch(authorizeUrl, { redirect: 'manual' })
      const back = new URL(headers.get('location') ?? '')
      expect(back.searchParams.get('state')).toBe('a state of ours')
      // as a browser that keeps what Instagram hangs onto the address
      return `${back.searchParams.get('code')}${back.hash}`
    },
    expireTokens: () => instagram.expireTokens(),
    revoke: () => instagram.revoke(),
    exhaust() {
      instagram.moods.postsPerDay = 0
    },
  }
  const later = (ms: number) => {
    nowMs += ms
  }
  return { ...world, instagram, host, settings, orderOf, prepared, later }
}

const hosts: MediaHost[] = []

platformSuite('Instagram', open)

const opened = worldsOf(open)
afterAll(async () => {
  await Promise.all(hosts.map((host) => host.stop()))
})

const idOf = ({ outcome }: Answered) => (outcome.is === 'ok' ? outcome.id : JSON.stringify(outcome))

test('an image is fetched from us, with its alternative text, and published with its address', async () => {
  const { instagram, host, orderOf, prepared, platform } = await opened()
  const picture = host.media({ altText: 'a dog' })
  const order = await prepared(orderOf({ media: [picture] }))
  expect(host.fetched.get(picture.id)).toBe(1)
  const [container] = instagram.containers.values()
  expect(container).toMatchObject({ kind: 'IMAGE', altText: 'a dog', bytes: picture.bytes })
  const { outcome } = await platform.publish(order)
  const [media] = instagram.media
  expect(outcome).toEqual({ is: 'ok', id: media?.id, url: `https://www.instagram.com/p/${media?.id}/` })
})

test('a reel waits until Instagram has turned it', async () => {
  const { instagram, host, orderOf, platform } = await opened()
  instagram.moods.looksToFinish = 3
  const order = orderOf({ media: [host.media({ type: 'video/mp4' })] })
  const first = await platform.prepare(order)
  expect(first.outcome).toMatchObject({ is: 'stored', retryAt: '2026-11-21T12:01:00.000Z' })
  const keys = first.outcome.is === 'stored' ? first.outcome.keys : {}
  expect((await platform.prepare({ ...order, keys })).outcome.is).toBe('stored')
  expect((await platform.prepare({ ...order, keys })).outcome.is).toBe('stored')
  expect((await platform.prepare({ ...order, keys })).outcome.is).toBe('ready')
  expect(instagram.containers.size).toBe(1)
})

test('a carousel is made of ready items in their order, images and films', async () => {
  const { instagram, host, orderOf, prepared, platform } = await opened()
  instagram.moods.looksToFinish = 1
  const media = [host.media(), host.media({ type: 'video/mp4' }), host.media()]
  const begun = orderOf({ media })
  const first = await platform.prepare(begun)
  // it does not try to make the whole of items that are not ready
  expect(first).toMatchObject({ outcome: { is: 'stored' }, evidence: { status: 200 } })
  const keys = first.outcome.is === 'stored' ? first.outcome.keys : {}
  const order = await prepared({ ...begun, keys })
  expect(instagram.containers.size).toBe(4)
  await platform.publish(order)
  const { item0, item1, item2, container } = order.keys
  expect(instagram.containers.get(container ?? '')).toMatchObject({
    kind: 'CAROUSEL',
    childIds: [item0, item1, item2],
  })
  expect(instagram.containers.get(item1 ?? '')).toMatchObject({ kind: 'VIDEO', caption: '' })
  expect(instagram.media).toMatchObject([{ kind: 'CAROUSEL', caption: order.text }])
})

test('items of a carousel that were made before trouble came are kept', async () => {
  const { instagram, host, orderOf, prepared, platform } = await opened()
  const media = [host.media(), host.media({ url: 'http://127.0.0.1:1/nothing' })]
  const order = orderOf({ media })
  const { outcome } = await platform.prepare(order)
  expect(outcome).toMatchObject({ is: 'stored', keys: { item0: expect.any(String) } })
  const keys = outcome.is === 'stored' ? outcome.keys : {}
  expect((await platform.prepare({ ...order, keys })).outcome.is).toBe('failed')
  const mended = { ...order, keys, media: [media[0] ?? host.media(), host.media()] }
  expect((await prepared(mended)).keys.item0).toBe(keys.item0)
  expect(instagram.containers.size).toBe(3)
})

test('a story keeps no caption, and is found by the list of stories', async () => {
  const { fake, instagram, orderOf, prepared, platform } = await opened()
  const order = await prepared(orderOf({ options: { as: 'story' }, text: '' }))
  fake.faults.push('dropAfter')
  expect((await platform.publish(order)).outcome.is).toBe('ambiguous')
  expect(instagram.media).toMatchObject([{ kind: 'STORIES' }])
  expect(idOf(await platform.reconcile(order))).toBe(instagram.media[0]?.id)
})

test('a first comment is published and looked for like a post', async () => {
  const { fake, instagram, orderOf, prepared, platform } = await opened()
  const post = await platform.publish(await prepared(orderOf()))
  const comment = orderOf({ media: [], text: 'the first', answers: { id: idOf(post) } })
  expect((await platform.prepare(comment)).outcome.is).toBe('ready')
  fake.faults.push('dropBefore', 'dropAfter')
  expect((await platform.publish(comment)).outcome.is).toBe('ambiguous')
  expect((await platform.reconcile(comment)).outcome.is).toBe('absent')
  expect((await platform.publish(comment)).outcome.is).toBe('ambiguous')
  expect(idOf(await platform.reconcile(comment))).toBe(instagram.comments[0]?.id)
  expect(instagram.comments).toHaveLength(1)
})

test('somebody else who says the same is not us', async () => {
  const { fake, instagram, orderOf, prepared, platform } = await opened()
  const post = idOf(await platform.publish(await prepared(orderOf())))
  const comment = orderOf({ media: [], text: 'nice', answers: { id: post } })
  instagram.comments.push({ id: '5', ownerId: 'a stranger', mediaId: post, text: 'nice', at: START })
  fake.faults.push('dropBefore')
  await platform.publish(comment)
  expect((await platform.reconcile(comment)).outcome.is).toBe('absent')
})

test('what we said before its time is not it', async () => {
  const { fake, orderOf, prepared, platform, later } = await opened()
  const post = idOf(await platform.publish(await prepared(orderOf())))
  const before = orderOf({ media: [], text: 'again', answers: { id: post } })
  await platform.publish(before)
  later(HOUR_MS)
  const now = orderOf({ media: [], text: 'again', answers: { id: post } })
  fake.faults.push('dropBefore')
  await platform.publish(now)
  expect((await platform.reconcile(now)).outcome.is).toBe('absent')
})

test('an error after it was done is unknown, and the container tells', async () => {
  const { instagram, orderOf, prepared, platform } = await opened()
  const order = await prepared(orderOf())
  instagram.moods.errorsAfter = 1
  expect((await platform.publish(order)).outcome.is).toBe('ambiguous')
  expect(idOf(await platform.reconcile(order))).toBe(instagram.media[0]?.id)
})

test('what is taken for spam may be out all the same', async () => {
  const { instagram, orderOf, prepared, platform } = await opened()
  const order = await prepared(orderOf())
  instagram.moods.takesForSpam = true
  expect((await platform.publish(order)).outcome.is).toBe('ambiguous')
  expect((await platform.reconcile(order)).outcome.is).toBe('ok')
})

test('a container that one part of Instagram has not heard of yet is tried again soon', async () => {
  const { instagram, orderOf, prepared, platform } = await opened()
  const order = await prepared(orderOf())
  instagram.moods.races = 1
  expect((await platform.publish(order)).outcome).toMatchObject({
    is: 'failed',
    retryAt: '2026-11-21T12:00:05.000Z',
  })
  expect((await platform.publish(order)).outcome.is).toBe('ok')
  expect(instagram.media).toHaveLength(1)
})

test('publishing what is out already finds that it is', async () => {
  const { instagram, orderOf, prepared, platform } = await opened()
  const order = await prepared(orderOf())
  const first = await platform.publish(order)
  expect(idOf(await platform.publish(order))).toBe(idOf(first))
  expect(instagram.media).toHaveLength(1)
})

test('a container that is too old asks for another by itself, and what comes of both is public once', async () => {
  const { instagram, orderOf, prepared, platform, later } = await opened()
  const order = await prepared(orderOf())
  later(DAY_MS)
  expect((await platform.publish(order)).outcome).toMatchObject({
    is: 'unprepared',
    retryAt: '2026-11-22T12:00:00.000Z',
  })
  expect((await platform.reconcile(order)).outcome.is).toBe('absent')
  expect(instagram.media).toHaveLength(0)
  const again = await prepared(order)
  expect(again.keys.container).not.toBe(order.keys.container)
  expect((await platform.publish(again)).outcome.is).toBe('ok')
  expect(instagram.media).toHaveLength(1)
})

test('failures that pass are met with another container, more and more slowly; others are final', async () => {
  const { instagram, orderOf, platform } = await opened()
  instagram.moods.failsWith = 'Error: Media upload has failed with error code 2207053'
  let order = orderOf()
  const waits: string[] = []
  for (let visit = 0; visit < 4; visit++) {
    const { outcome } = await platform.prepare(order)
    if (outcome.is !== 'stored') throw new Error(JSON.stringify(outcome))
    waits.push(outcome.retryAt.slice(11, 16))
    order = { ...order, keys: { ...order.keys, ...outcome.keys } }
  }
  // the first visit finds the failure at once, and looks again; the others make another each
  expect(waits).toEqual(['12:01', '12:01', '12:02', '12:04'])
  instagram.moods.failsWith = 'Error: Media upload has failed with error code 2207026'
  const { outcome } = await platform.prepare(orderOf())
  expect(outcome).toMatchObject({ is: 'rejected', code: '2207026' })
})

test('media that nobody can fetch are tried again, media that it does not take are not', async () => {
  const { host, orderOf, platform } = await opened()
  host.isDown = true
  expect((await platform.prepare(orderOf())).outcome.is).toBe('failed')
  host.isDown = false
  const png = host.media({ type: 'image/png' })
  expect((await platform.prepare(orderOf({ media: [png] }))).outcome).toMatchObject({ code: 'media-type' })
  expect(host.fetched.size).toBe(0)
  // and when nobody knew what it really is
  const taken = orderOf({ media: [{ ...png, type: 'image/jpeg' }] })
  const { outcome } = await platform.prepare(taken)
  expect(outcome).toMatchObject({ is: 'rejected', code: '36001/2207005' })
})

test('what is published and in no list yet is looked for again, and then known by its container', async () => {
  const { fake, instagram, orderOf, prepared, platform, later } = await opened()
  const order = await prepared(orderOf())
  fake.faults.push('dropAfter')
  await platform.publish(order)
  instagram.moods.listsLag = true
  expect((await platform.reconcile(order)).outcome.is).toBe('ambiguous')
  later(HOUR_MS)
  expect(await platform.reconcile(order)).toMatchObject({
    outcome: { is: 'ok', id: order.keys.container, url: null },
  })
})

test('too many calls wait as long as the header says', async () => {
  const { instagram, orderOf, prepared, platform } = await opened()
  const order = await prepared(orderOf())
  instagram.moods.usagePercent = 100
  const { outcome, quota } = await platform.publish(order)
  expect(outcome).toEqual({ is: 'throttled', scope: 'account', retryAt: '2026-11-21T12:05:00.000Z' })
  expect(quota).toEqual({ scope: 'account', remaining: 0, resetAt: '2026-11-21T12:05:00.000Z' })
})

test('a rehearsal reads how many posts are left, and sees a token or a scope that will not do', async () => {
  const { instagram, orderOf, prepared, platform, later } = await opened()
  instagram.moods.postsPerDay = 2
  await platform.publish(await prepared(orderOf()))
  const seen = await platform.rehearse(orderOf())
  expect(seen).toMatchObject({ outcome: { is: 'ready' }, quota: null })
  expect(seen.evidence.proof).toContain('1 posts are left')
  await platform.publish(await prepared(orderOf()))
  // it says so, and makes nothing wait
  expect((await platform.rehearse(orderOf())).outcome).toMatchObject({
    is: 'throttled',
    retryAt: '2026-11-21T12:00:00.000Z',
  })
  const scopes = ['instagram_business_basic']
  const { credential } = orderOf()
  expect((await platform.rehearse(orderOf({ credential: { ...credential, scopes } }))).outcome).toMatchObject(
    {
      is: 'rejected',
      code: 'scope-missing',
    },
  )
  later(59 * DAY_MS)
  expect((await platform.rehearse(orderOf({ credential }))).outcome.is).toBe('authRefresh')
})

test('a token lives 60 days more each time, and no day before its second', async () => {
  const { orderOf, platform, later } = await opened()
  const { credential } = orderOf()
  expect((await platform.refresh(credential)).is).toBe('failed')
  later(2 * DAY_MS)
  const refreshed = await platform.refresh(credential)
  expect(refreshed).toMatchObject({ is: 'ok', credential: { expiresAt: '2027-01-22T12:00:00.000Z' } })
  later(61 * DAY_MS)
  expect(await platform.refresh(credential)).toEqual({ is: 'authDead', code: '190/463' })
})

test('the account is known by its whole number', async () => {
  const world = await opened()
  const asked = { redirectUri: 'https://parley.example/back', state: 'a state of ours', challenge: '' }
  const code = await world.consent(world.platform.authorizeUrl(asked))
  const connected = await world.platform.connect({ code, redirectUri: asked.redirectUri, verifier: '' })
  expect(connected).toMatchObject({
    is: 'ok',
    accounts: [
      {
        handle: 'handle001',
        credential: { accountRef: PERSON, expiresAt: '2027-01-20T12:00:00.000Z', refreshToken: null },
      },
    ],
  })
})

test('numbers are told without those that Instagram hides', async () => {
  const { instagram, orderOf, prepared, platform } = await opened()
  const order = await prepared(orderOf())
  const id = idOf(await platform.publish(order))
  const all = await platform.measure(order.credential, [id, '404'])
  expect(all).toMatchObject({ is: 'ok' })
  const shown = all.is === 'ok' ? [...all.metrics] : []
  expect(shown).toEqual([[id, { views: 7, likes: 3, comments: 0, shares: null }]])
  instagram.moods.hidesInsights = true
  const fewer = await platform.measure(order.credential, [id])
  const left = fewer.is === 'ok' ? fewer.metrics.get(id) : null
  expect(left).toEqual({ views: null, likes: 3, comments: 0, shares: null })
})

test('whatever is lost, and how often, a post and its comment are public once', async () => {
  const { fake, instagram, orderOf, prepared, platform, reset, publicTimes } = await opened()
  const losses = fc.array(fc.constantFrom(...QUICK_FAULTS), { maxLength: 6 })
  const once = fc.asyncProperty(losses, losses, async (ofPost, ofComment) => {
    reset()
    const order = await prepared(orderOf())
    fake.faults.push(...ofPost)
    const post = await decided(platform, order)
    fake.faults.splice(0, fake.faults.length, ...ofComment)
    const comment = orderOf({ media: [], answers: { id: post.is === 'ok' ? post.id : '' } })
    expect((await decided(platform, comment)).is).toBe('ok')
    expect(publicTimes(order)).toBe(1)
    expect(instagram.comments).toMatchObject([{ mediaId: instagram.media[0]?.id, text: comment.text }])
  })
  await fc.assert(once, { numRuns: 30 })
})

test('no token is told to anybody', async () => {
  const { orderOf, prepared, platform } = await opened()
  const order = await prepared(orderOf())
  const { accessToken } = order.credential
  const unknown = { ...order, credential: { ...order.credential, accessToken: 'EAAunknown' } }
  const told = JSON.stringify([
    await platform.publish(order),
    // lists name their next page, with the token
    await platform.reconcile(order),
    await platform.refresh(order.credential),
    await platform.publish(unknown),
    await platform.refresh(unknown.credential),
  ])
  expect(told).not.toContain(accessToken)
  expect(told).not.toContain('EAAunknown')
})
