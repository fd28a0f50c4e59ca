/** Posts whose media are at a network already, and worth nothing there any more: told by the room, the adapter and the fake. */
import { afterEach, expect, test } from 'vitest'
import type { Credential, MediaRef, Platform } from '../../engine/outside/platforms/contract.ts'
import { startFake } from '../../engine/outside/platforms/fake-server.ts'
import { makeFakeInstagram } from '../../engine/outside/platforms/instagram/fake.ts'
import { makeInstagram } from '../../engine/outside/platforms/instagram/instagram.ts'
import { INSTAGRAM_SETTINGS } from '../../engine/outside/platforms/instagram/settings.ts'
import { startMediaHost } from '../../engine/outside/platforms/meta/media-host.ts'
import { makeFakeYouTube, settingsOfFake } from '../../engine/outside/platforms/youtube/fake.ts'
import { FAKE_CHANNEL } from '../../engine/outside/platforms/youtube/fake-accounts.ts'
import { YOUTUBE_SCOPES } from '../../engine/outside/platforms/youtube/settings.ts'
import { makeYouTube } from '../../engine/outside/platforms/youtube/youtube.ts'
import type { Life } from '../../engine/post/chart.ts'
import { LATENESS } from '../../engine/post/lateness.ts'
import { orderOf } from '../../engine/post/order.ts'
import { BEGIN, create, plan, post, toX } from '../../engine/post/testing.ts'
import type { Network, Outcome } from '../../engine/protocol/post-shapes.ts'

const HOUR_MS = 60 * 60_000
const VISITS_MAX = 20

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()))
})

interface Told {
  readonly clock: { ms: number }
  readonly network: Network
  readonly medium: MediaRef
  readonly platform: Platform
  readonly credential: Credential
}

/** A post planned for half an hour from now, with a medium, and a publisher who visits it whenever something is due. */
function planned({ clock, network, medium, platform, credential }: Told) {
  const iso = () => new Date(clock.ms).toISOString()
  const it = post()
  const to = { kind: 'account' as const, accountId: 'ours', network }
  it.accepts(create({ text: 'The sun is out', media: [medium.id], targets: [toX({ to })] }))
  it.accepts(plan('2026-11-21T10:30', { ...LATENESS, onLate: 'publish' }))

  async function visit(purpose: 'prepare' | 'publish'): Promise<Outcome['is']> {
    expect(it.fire(purpose)).toMatchObject({ kind: 'post.fired' })
    const step = orderOf(it.state, 't1', 0)
    if (step === null) throw new Error('the post has a target')
    const { text, options, keys, leftovers, answers } = step
    const armedAt = step.armedAt ?? iso()
    const order = { credential, text, options, keys, leftovers, answers, armedAt, media: [medium] }
    const { outcome } = await platform[purpose](order)
    if (outcome.is === 'authRefresh') throw new Error('the token is good')
    it.settle(outcome)
    return outcome.is
  }

  function passes(ms: number): void {
    clock.ms += ms
    it.at(iso())
  }

  /** Visits it until it stands like this, each time when that is due. */
  async function reaches(life: Life): Promise<void> {
    for (let visits = 0; it.life() !== life; visits++) {
      if (visits === VISITS_MAX) throw new Error(`${it.life()} after ${visits} visits`)
      const purpose = it.life() === 'armed' ? 'publish' : 'prepare'
      const dueMs = Date.parse(it.dues[`${purpose}:t1:0`] ?? '')
      passes(Math.max(0, dueMs - clock.ms))
      await visit(purpose)
    }
  }

  return { post: it, passes, visit, reaches }
}

test('a container that expires while its post is on hold is made anew by itself, and the post is public once', async () => {
  const clock = { ms: Date.parse(BEGIN) }
  const now = () => clock.ms
  const instagram = makeFakeInstagram(now)
  const [fake, host] = await Promise.all([startFake(instagram), startMediaHost()])
  stops.push(fake.stop, host.stop)
  const settings = { ...INSTAGRAM_SETTINGS, appId: '1', appSecret: 's', graphUrl: fake.url }
  const credential = {
    accountRef: '17841400000000001',
    accessToken: instagram.grant('17841400000000001'),
    expiresAt: null,
    refreshToken: null,
    scopes: [],
  }
  const platform = makeInstagram({ settings, now })
  const told = planned({ clock, network: 'instagram', medium: host.media(), platform, credential })
  await told.reaches('armed')
  const first = told.post.step().keys.container
  told.post.accepts({ type: 'post.hold', by: 'plan', targetId: null })
  told.passes(25 * HOUR_MS)
  told.post.accepts({ type: 'post.release', by: 'plan', targetId: null })
  expect(await told.visit('publish')).toBe('unprepared')
  expect(instagram.media).toEqual([])
  await told.reaches('published')
  expect(told.post.step().keys.container).not.toBe(first)
  expect(instagram.media).toHaveLength(1)
})

test('a film that was uploaded before an edit is gone once its successor is public', async () => {
  const clock = { ms: Date.parse(BEGIN) }
  const now = () => clock.ms
  const youtube = makeFakeYouTube(now)
  const [fake, host] = await Promise.all([startFake(youtube), startMediaHost()])
  stops.push(fake.stop, host.stop)
  const credential = {
    accountRef: FAKE_CHANNEL,
    ...youtube.grant(FAKE_CHANNEL),
    expiresAt: null,
    scopes: YOUTUBE_SCOPES,
  }
  const platform = makeYouTube({ settings: settingsOfFake(fake.url), now })
  const medium = host.media({ type: 'video/mp4', durationMs: 10_000 })
  const told = planned({ clock, network: 'youtube', medium, platform, credential })
  await told.reaches('armed')
  const first = told.post.step().keys.videoId
  expect([...youtube.videos.keys()]).toEqual([first])
  const unchanged = { media: null, tags: null, add: [], remove: [], change: [] }
  told.post.accepts({ type: 'post.edit', text: 'The sun is out again', ...unchanged })
  await told.reaches('published')
  expect([...youtube.videos.values()]).toMatchObject([{ description: 'The sun is out again' }])
  expect(youtube.videos.has(first as string)).toBe(false)
})
