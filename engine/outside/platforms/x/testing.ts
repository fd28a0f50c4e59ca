/** `openX`: the world in which stories about X are told. */
import type { Order } from '../contract.ts'
import { startFake } from '../fake-server.ts'
import type { PlatformWorld } from '../platform-suite.ts'
import { consent, mediumOf } from '../testing.ts'
import { makeFakeX } from './fake.ts'
import { X_SETTINGS, type XSettings } from './settings.ts'
import { makeX } from './x.ts'

export const START = Date.parse('2026-11-21T12:00:00.000Z')
/** Long enough for a busy machine; only an answer that never comes waits for it. */
const TIMEOUT_MS = 2_000
export const KB = 1024

/** X's fake on a socket, its adapter, and ways to tell stories with them. */
export async function openX(more: Partial<XSettings> = {}) {
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
    leftovers: [],
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
    consent,
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
