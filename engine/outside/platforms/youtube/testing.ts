/** `openYouTube`: the adapter and its fake on a socket, with films to publish, for tests. */
import { createHash } from 'node:crypto'
import type { MediaRef, Order } from '../contract.ts'
import { type FakeRequest, startFake } from '../fake-server.ts'
import type { PlatformWorld } from '../platform-suite.ts'
import { consent } from '../testing.ts'
import { makeFakeYouTube, settingsOfFake } from './fake.ts'
import { FAKE_CHANNEL } from './fake-accounts.ts'
import { YOUTUBE_SCOPES, type YouTubeSettings } from './settings.ts'
import { makeYouTube } from './youtube.ts'

/** Four in the morning in California. */
export const START = '2026-11-21T12:00:00.000Z'
const TIMEOUT_MS = 300
const VISITS_MAX = 20
const CHUNK_BYTES = 256 * 1024
/** Two whole chunks and a bit. */
const FILM = Buffer.alloc(2 * CHUNK_BYTES + 1_000, 'a film in the woods ')
export const FILM_SHA256 = createHash('sha256').update(FILM).digest('hex')

interface Opened {
  readonly settings?: Partial<YouTubeSettings>
  /** What faults strike, in the place of what makes something public. */
  readonly strikes?: (request: FakeRequest) => boolean
}

export async function openYouTube({ settings, strikes }: Opened = {}) {
  const clock = { ms: Date.parse(START) }
  const now = () => clock.ms
  const youtube = makeFakeYouTube(now)
  const fake = await startFake(strikes === undefined ? youtube : { ...youtube, isMutation: strikes })
  const platform = makeYouTube({
    settings: {
      ...settingsOfFake(fake.url),
      timeoutMs: TIMEOUT_MS,
      chunkTimeoutMs: TIMEOUT_MS,
      chunkBytes: CHUNK_BYTES,
      visitBytesMax: CHUNK_BYTES,
      ...settings,
    },
    now,
  })
  let texts = 0

  function orderWithMedia(more: Partial<Order> = {}): Order {
    return {
      credential: {
        accountRef: FAKE_CHANNEL,
        ...youtube.grant(FAKE_CHANNEL),
        expiresAt: null,
        scopes: YOUTUBE_SCOPES,
      },
      text: `film ${++texts} & more`,
      media: [mediaOf('film', 'video/mp4', FILM)],
      options: {},
      keys: {},
      leftovers: [],
      answers: null,
      armedAt: START,
      ...more,
    }
  }

  /** Visits until it is ready, as a worker makes them, whatever goes wrong on the way. */
  async function prepared(order: Order): Promise<Order> {
    let keys = order.keys
    for (let visit = 0; visit < VISITS_MAX; visit++) {
      const { outcome } = await platform.prepare({ ...order, keys })
      if ('keys' in outcome) keys = { ...keys, ...outcome.keys }
      if (outcome.is === 'ready') return { ...order, keys }
    }
    throw new Error(`not prepared after ${VISITS_MAX} visits`)
  }

  const world: PlatformWorld = {
    fake,
    platform,
    reset() {
      youtube.reset()
      fake.faults.length = 0
    },
    order: () => prepared(orderWithMedia()),
    orderWithMedia,
    publicTimes: ({ text }) =>
      youtube.publicVideos().filter(({ description }) => description === text).length,
    consent,
    expireTokens() {
      clock.ms += 2 * 60 * 60_000
    },
    revoke: () => youtube.revoke(FAKE_CHANNEL),
    exhaust() {
      youtube.moods.unitsPerDay = 0
    },
  }
  return { ...world, orderWithMedia, prepared, youtube, clock }
}

export function mediaOf(id: string, type: string, bytes: Buffer, more: Partial<MediaRef> = {}): MediaRef {
  return {
    id,
    url: `https://parley.example/media/${id}`,
    type,
    bytes: bytes.length,
    width: null,
    height: null,
    durationMs: null,
    altText: null,
    /** In parts that fit no chunk. */
    async *read(from) {
      for (let at = from; at < bytes.length; at += 100_000) yield bytes.subarray(at, at + 100_000)
    },
    ...more,
  }
}
