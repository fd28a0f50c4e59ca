import { describe, expect, test } from 'vitest'
import type { Order } from '../contract.ts'
import type { Fault } from '../fake-server.ts'
import { platformSuite } from '../platform-suite.ts'
import { published, REDIRECT_URI, worldsOf } from '../testing.ts'
import { FILM_SHA256, mediaOf, openYouTube } from './testing.ts'

platformSuite('YouTube', openYouTube)

type World = Awaited<ReturnType<typeof openYouTube>>
const open = worldsOf(openYouTube)

const MIDNIGHT = '2026-11-22T08:00:00.000Z'
const FAULTS: readonly Fault[] = ['dropBefore', 'dropAfter', 'errorAfter', 'silentAfter']

describe('an upload', () => {
  test('is private until it is published, and every byte of it arrives', async () => {
    const { youtube, platform, order } = await open()
    const ready = await order()
    const [film] = youtube.videos.values()
    expect(film).toMatchObject({ sha256: FILM_SHA256, status: { privacyStatus: 'private' } })
    expect(youtube.publicVideos()).toEqual([])
    expect((await platform.publish(ready)).outcome).toEqual({
      is: 'ok',
      id: film?.id,
      url: `https://www.youtube.com/watch?v=${film?.id}`,
    })
  })

  test('asks to be remembered before the first byte of the film leaves', async () => {
    const { youtube, platform, orderWithMedia } = await open()
    const { outcome } = await platform.prepare(orderWithMedia())
    expect(outcome).toMatchObject({ is: 'stored', keys: { session: expect.stringMatching(/^http/) } })
    expect(youtube.videos.size).toBe(0)
  })

  for (const fault of FAULTS) {
    test(`whose answers are lost by ${fault}, at any chunk, arrives once and whole`, async () => {
      const isChunk = ({ method, path }: { method: string; path: string }) =>
        method === 'PUT' && path.startsWith('/upload')
      const { fake, youtube, platform, orderWithMedia, prepared, reset } = await open({ strikes: isChunk })
      // each visit looks where it stands and sends a chunk: five calls bring the film there
      for (let struck = 0; struck < 6; struck++) {
        reset()
        fake.faults.push(...Array.from({ length: struck }, () => null), fault)
        const ready = await prepared(orderWithMedia())
        expect([...youtube.videos.values()].map(({ sha256 }) => sha256)).toEqual([FILM_SHA256])
        expect((await platform.publish(ready)).outcome.is).toBe('ok')
      }
    })
  }

  test('goes on where YouTube says, which may be before the end of what was sent', async () => {
    const { youtube, order } = await open()
    youtube.moods.keepsOfNextChunk = 100_000
    await order()
    expect([...youtube.videos.values()]).toMatchObject([{ sha256: FILM_SHA256 }])
  })

  test('of which nothing is kept fails for now, and begins again', async () => {
    const { youtube, platform, orderWithMedia, prepared } = await open()
    const first = orderWithMedia()
    const { outcome } = await platform.prepare(first)
    const begun = { ...first, keys: 'keys' in outcome ? outcome.keys : {} }
    youtube.moods.keepsOfNextChunk = 0
    expect((await platform.prepare(begun)).outcome.is).toBe('failed')
    await prepared(begun)
    expect([...youtube.videos.values()]).toMatchObject([{ sha256: FILM_SHA256 }])
  })

  test('whose session has ended is begun anew', async () => {
    const { youtube, platform, orderWithMedia, prepared } = await open()
    const first = orderWithMedia()
    const { outcome } = await platform.prepare(first)
    youtube.endSessions()
    const ready = await prepared({ ...first, keys: 'keys' in outcome ? outcome.keys : {} })
    expect((await platform.publish(ready)).outcome.is).toBe('ok')
  })

  test('that is not listed yet is waited for, and after a minute is done again', async () => {
    const { youtube, platform, orderWithMedia, prepared, clock } = await open()
    const ready = await prepared(orderWithMedia())
    youtube.moods.listsNothing = true
    const { outcome } = await platform.prepare(ready)
    expect(outcome).toMatchObject({ is: 'stored', keys: { missingSince: expect.any(String) } })
    clock.ms += 60_000
    const keys = { ...ready.keys, ...('keys' in outcome ? outcome.keys : {}) }
    const again = await platform.prepare({ ...ready, keys })
    expect(again.outcome).toMatchObject({ is: 'stored', keys: { videoId: '', missingSince: '' } })
  })

  test('has its thumbnail before it is ready', async () => {
    const { youtube, orderWithMedia, prepared } = await open()
    const order = orderWithMedia()
    await prepared({ ...order, media: [...order.media, mediaOf('image', 'image/png', Buffer.alloc(2_000))] })
    expect([...youtube.videos.values()]).toMatchObject([{ thumbnailBytes: 2_000 }])
  })

  test('that YouTube will not have is refused before its time, with the reason', async () => {
    const { youtube, platform, orderWithMedia, prepared } = await open()
    youtube.moods.rejectsDuplicates = true
    await prepared(orderWithMedia())
    const refused = await endOfPreparing(platform, orderWithMedia())
    expect(refused).toMatchObject({ is: 'rejected', code: 'duplicate' })
    youtube.moods.spoils = ['failed', 'codec']
    youtube.moods.rejectsDuplicates = false
    expect(await endOfPreparing(platform, orderWithMedia())).toMatchObject({ is: 'rejected', code: 'codec' })
  })
})

describe('what an edit leaves', () => {
  /** The same post with other words, as it is prepared after an edit. */
  const edited = ({ orderWithMedia }: World, { keys }: Order) => orderWithMedia({ leftovers: [keys] })

  test('is taken away once the new film is ready, and not before', async () => {
    const world = await open()
    const { youtube, platform, order, prepared } = world
    const first = await order()
    const begun = edited(world, first)
    await platform.prepare(begun)
    expect([...youtube.videos.keys()]).toEqual([first.keys.videoId])
    const second = await prepared(begun)
    expect([...youtube.videos.keys()]).toEqual([second.keys.videoId])
    expect((await platform.publish(second)).outcome.is).toBe('ok')
  })

  test('stays when somebody has made it public', async () => {
    const world = await open()
    const { youtube, order, prepared } = world
    const first = await order()
    for (const film of youtube.videos.values()) film.status = { ...film.status, privacyStatus: 'public' }
    const second = await prepared(edited(world, first))
    expect([...youtube.videos.keys()]).toEqual([first.keys.videoId, second.keys.videoId])
  })

  test('makes way for the same film, which YouTube would call a duplicate', async () => {
    const world = await open()
    const { youtube, platform, order, prepared } = world
    const first = await order()
    youtube.moods.rejectsDuplicates = true
    const begun = edited(world, first)
    const second = await prepared(begun)
    expect([...youtube.videos.keys()]).toEqual([second.keys.videoId])
    expect((await platform.publish(second)).outcome.is).toBe('ok')
  })
})

describe('a project that nobody has audited', () => {
  for (const locks of ['andSaysYes', 'andForbids'] as const) {
    test(`is found out when YouTube keeps a film private ${locks}`, async () => {
      const { youtube, platform, order, fake } = await open()
      youtube.moods.locksPrivate = locks
      const ready = await order()
      expect((await platform.publish(ready)).outcome).toMatchObject(LOCKED)
      fake.faults.push('dropAfter')
      expect((await platform.publish(ready)).outcome.is).toBe('ambiguous')
      expect((await platform.reconcile(ready)).outcome.is).toBe('absent')
    })
  }

  test('uploads nothing once the operator says so', async () => {
    const { platform, orderWithMedia, fake } = await open({ settings: { isAudited: false } })
    expect((await platform.rehearse(orderWithMedia())).outcome).toMatchObject(LOCKED)
    expect((await platform.prepare(orderWithMedia())).outcome).toMatchObject(LOCKED)
    expect(fake.calls()).toBe(0)
  })

  const LOCKED = { is: 'rejected', code: 'project-not-audited', message: expect.stringContaining('audit') }
})

describe('a limit', () => {
  test('of the day ends at midnight in California', async () => {
    const { youtube, platform, orderWithMedia, clock } = await open()
    youtube.moods.uploadsPerDay = 1
    expect((await platform.prepare(orderWithMedia())).outcome.is).toBe('stored')
    const { outcome, quota } = await platform.prepare(orderWithMedia())
    expect(outcome).toEqual({ is: 'throttled', retryAt: MIDNIGHT, scope: 'app' })
    expect(quota).toEqual({ scope: 'app', remaining: 0, resetAt: MIDNIGHT })
    clock.ms = Date.parse(MIDNIGHT) - 1
    expect((await platform.prepare(orderWithMedia())).outcome.is).toBe('throttled')
    clock.ms = Date.parse(MIDNIGHT)
    expect((await platform.prepare(orderWithMedia())).outcome.is).toBe('stored')
  })

  test('of uploads alone leaves the other calls free', async () => {
    const { youtube, platform, orderWithMedia } = await open()
    youtube.moods.slowsUploads = true
    const first = await platform.prepare(orderWithMedia())
    expect(first.outcome).toEqual({ is: 'throttled', retryAt: MIDNIGHT, scope: 'endpoint' })
    youtube.moods.slowsUploads = 90
    const second = await platform.prepare(orderWithMedia())
    expect(second.outcome).toMatchObject({ retryAt: '2026-11-21T12:01:30.000Z', scope: 'endpoint' })
  })

  test('of the channel lasts a day', async () => {
    const { youtube, platform, orderWithMedia } = await open()
    youtube.moods.channelIsFull = true
    const { outcome } = await platform.prepare(orderWithMedia())
    expect(outcome).toEqual({ is: 'throttled', retryAt: '2026-11-22T12:00:00.000Z', scope: 'account' })
  })
})

describe('what is published', () => {
  test('is what was said of the film, though the call overwrites all of it', async () => {
    const { youtube, platform, orderWithMedia, prepared } = await open()
    const options = { title: 'A film', privacy: 'unlisted', madeForKids: true, license: 'creativeCommon' }
    await platform.publish(await prepared(orderWithMedia({ options })))
    const said = { privacyStatus: 'unlisted', selfDeclaredMadeForKids: true, license: 'creativeCommon' }
    expect(youtube.publicVideos()).toMatchObject([{ title: 'A film', status: said }])
  })

  test('is out when somebody made it more public than it was to be', async () => {
    const { youtube, platform, orderWithMedia, prepared } = await open()
    const ready = await prepared(orderWithMedia({ options: { privacy: 'unlisted' } }))
    expect((await platform.reconcile(ready)).outcome.is).toBe('absent')
    for (const film of youtube.videos.values()) film.status = { ...film.status, privacyStatus: 'public' }
    expect((await platform.reconcile(ready)).outcome.is).toBe('ok')
  })

  test('can be published again and is still one', async () => {
    const { platform, order, publicTimes } = await open()
    const ready = await order()
    await platform.publish(ready)
    expect((await platform.publish(ready)).outcome.is).toBe('ok')
    expect(publicTimes(ready)).toBe(1)
  })

  test('is refused when somebody took the film away', async () => {
    const { youtube, platform, order } = await open()
    const ready = await order()
    youtube.reset()
    expect((await platform.reconcile(ready)).outcome.is).toBe('absent')
    const { outcome } = await platform.publish(ready)
    expect(outcome).toMatchObject({ is: 'rejected', code: 'videoNotFound' })
  })

  test('is refused without a call when its description has a byte too many', async () => {
    const { platform, orderWithMedia, fake } = await open()
    const options = { title: 'A film' }
    const text = `${'ä'.repeat(2_500)}.`
    const { outcome } = await platform.prepare(orderWithMedia({ text, options }))
    expect(outcome).toMatchObject({ is: 'rejected', code: 'text-too-long' })
    expect(fake.calls()).toBe(0)
  })
})

describe('a comment', () => {
  test('whose answer was lost is read back, and nobody else’s is taken for it', async () => {
    const world = await open()
    const comment = await commentOn(world, 'first!')
    const stranger = { ...comment.credential, ...world.youtube.grant('UCbob') }
    await world.platform.publish({ ...comment, credential: stranger })
    world.fake.faults.push('dropBefore', 'dropAfter')
    expect((await world.platform.publish(comment)).outcome.is).toBe('ambiguous')
    expect((await world.platform.reconcile(comment)).outcome.is).toBe('absent')
    expect((await world.platform.publish(comment)).outcome.is).toBe('ambiguous')
    const ours = world.youtube.publicComments().at(-1)
    expect((await world.platform.reconcile(comment)).outcome).toEqual({
      is: 'ok',
      id: ours?.id,
      url: `https://www.youtube.com/watch?v=${ours?.videoId}&lc=${ours?.id}`,
    })
    expect(world.youtube.publicComments()).toHaveLength(2)
  })

  test('that answers a comment goes into its thread, and so does what answers that', async () => {
    const world = await open()
    const thread = await commentOn(world, 'one of three')
    const second = { ...thread, text: 'go on', answers: { id: await published(world.platform, thread) } }
    const third = { ...second, answers: { id: await published(world.platform, second) } }
    world.fake.faults.push('dropBefore')
    await world.platform.publish(third)
    // the second says the same, and is what the third answers
    expect((await world.platform.reconcile(third)).outcome.is).toBe('absent')
    await world.platform.publish(third)
    expect((await world.platform.reconcile(third)).outcome.is).toBe('ok')
    const parents = world.youtube.publicComments().map(({ parentId }) => parentId)
    expect(parents).toEqual([null, second.answers.id, second.answers.id])
  })

  test('is found behind many others, and not sought without end', async () => {
    const world = await open({ settings: { commentPagesMax: 2 } })
    const comment = await commentOn(world, 'first!')
    await published(world.platform, comment)
    world.youtube.moods.unitsPerDay = Number.POSITIVE_INFINITY
    const later = async (count: number) => {
      for (let n = 0; n < count; n++) await world.platform.publish({ ...comment, text: `another ${n}` })
    }
    await later(150)
    expect((await world.platform.reconcile(comment)).outcome.is).toBe('ok')
    await later(50)
    expect((await world.platform.reconcile(comment)).outcome.is).toBe('undecided')
  })

  test('is sought behind older threads, and not called absent before all were seen', async () => {
    const world = await open({ settings: { commentPagesMax: 2 } })
    const comment = await commentOn(world, 'first!')
    await published(world.platform, comment)
    world.youtube.moods.unitsPerDay = Number.POSITIVE_INFINITY
    // somebody answered them lately, so that they come first
    world.clock.ms -= 30 * 60_000
    const older = async (count: number) => {
      for (let n = 0; n < count; n++) await world.platform.publish({ ...comment, text: `older ${n}` })
    }
    await older(100)
    expect((await world.platform.reconcile(comment)).outcome.is).toBe('ok')
    await older(110)
    expect((await world.platform.reconcile(comment)).outcome.is).toBe('undecided')
  })

  test('where nobody may comment is refused in the words of YouTube', async () => {
    const world = await open()
    const comment = await commentOn(world, 'first!')
    world.youtube.moods.hasCommentsOff = true
    const { outcome } = await world.platform.publish(comment)
    expect(outcome).toMatchObject({ is: 'rejected', message: 'The video has disabled comments.' })
  })

  test('is measured and taken back as a film is', async () => {
    const world = await open()
    const comment = await commentOn(world, 'first!')
    const id = await published(world.platform, comment)
    const ids = [id, comment.answers?.id ?? '']
    const measured = await world.platform.measure(comment.credential, ids)
    expect(measured.is === 'ok' && [...measured.metrics.keys()].sort()).toEqual(ids.sort())
    expect(await world.platform.remove?.(comment.credential, id)).toEqual({ is: 'ok' })
    expect(world.youtube.publicComments()).toEqual([])
    expect(world.youtube.publicVideos()).toHaveLength(1)
  })
})

describe('a rehearsal', () => {
  test('says that the channel may not upload so long a film', async () => {
    const { youtube, platform, orderWithMedia } = await open()
    youtube.moods.longUploads = 'eligible'
    const film = mediaOf('film', 'video/mp4', Buffer.alloc(10), { durationMs: 16 * 60_000 })
    const { outcome } = await platform.rehearse(orderWithMedia({ media: [film] }))
    expect(outcome).toMatchObject({ is: 'rejected', code: 'long-films-not-allowed' })
  })

  test('finds a token of another channel, or one that cannot be renewed', async () => {
    const { youtube, platform, orderWithMedia } = await open()
    const { credential } = orderWithMedia()
    const other = { ...credential, ...youtube.grant('UCbob') }
    expect((await platform.rehearse(orderWithMedia({ credential: other }))).outcome).toEqual({
      is: 'authDead',
      code: 'other-channel',
    })
    const hourly = { ...credential, refreshToken: null }
    expect((await platform.rehearse(orderWithMedia({ credential: hourly }))).outcome.is).toBe('authDead')
  })
})

describe('an account', () => {
  const asked = { redirectUri: REDIRECT_URI, state: 's', challenge: '' }

  async function connect({ platform, consent }: World) {
    const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
    const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
    const code = await consent(platform.authorizeUrl({ ...asked, challenge }))
    return platform.connect({ code, redirectUri: REDIRECT_URI, verifier })
  }

  test('is shown with its name, and keeps its refresh token', async () => {
    const world = await open()
    const answer = await connect(world)
    const [account] = answer.is === 'ok' ? answer.accounts : []
    expect(account).toMatchObject({ name: 'Channel ann', handle: '@ann' })
    const refreshed = await world.platform.refresh(account!.credential)
    expect(refreshed).toMatchObject({
      is: 'ok',
      credential: { refreshToken: account!.credential.refreshToken, scopes: account!.credential.scopes },
    })
    expect(refreshed.is === 'ok' && refreshed.credential.accessToken).not.toBe(
      account!.credential.accessToken,
    )
  })

  test('of which not all was allowed is not taken', async () => {
    const world = await open()
    world.youtube.moods.withholds = ['https://www.googleapis.com/auth/youtube.force-ssl']
    const answer = await connect(world)
    expect(answer).toMatchObject({ code: 'scope-missing', message: expect.stringContaining('force-ssl') })
  })

  test('without a channel is told to make one', async () => {
    const world = await open()
    world.youtube.moods.hasNoChannel = true
    expect(await connect(world)).toMatchObject({ is: 'rejected', code: 'no-channel' })
  })

  test('does not die of a wrong secret of ours', async () => {
    const world = await open({ settings: { clientSecret: 'wrong' } })
    const { credential } = world.orderWithMedia()
    expect(await world.platform.refresh(credential)).toEqual({ is: 'failed', why: 'invalid_client' })
  })
})

test('no token is in what an attempt leaves behind', async () => {
  const { platform, order } = await open()
  const ready = await order()
  const { evidence } = await platform.publish(ready)
  expect(JSON.stringify(evidence)).not.toContain(ready.credential.accessToken)
})

async function commentOn(world: World, text: string): Promise<Order> {
  const film = await world.order()
  const answers = { id: await published(world.platform, film) }
  return { ...film, text, media: [], keys: {}, answers }
}

/** What preparing comes to when it does not come to an end. */
async function endOfPreparing({ prepare }: World['platform'], order: Order) {
  let keys = order.keys
  for (let visit = 0; visit < 20; visit++) {
    const { outcome } = await prepare({ ...order, keys })
    if (outcome.is !== 'stored') return outcome
    keys = { ...keys, ...outcome.keys }
  }
  throw new Error('preparing never ended')
}
