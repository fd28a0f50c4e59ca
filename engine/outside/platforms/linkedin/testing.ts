/** `openLinkedin`: the world in which stories about LinkedIn are told. */
import type { Order, Platform } from '../contract.ts'
import { startFake } from '../fake-server.ts'
import type { PlatformWorld } from '../platform-suite.ts'
import { consent, mediumOf } from '../testing.ts'
import { makeFakeLinkedin } from './fake.ts'
import { makeLinkedin } from './linkedin.ts'
import { LINKEDIN_SETTINGS, type LinkedinSettings } from './settings.ts'

export const START = Date.parse('2026-11-21T12:00:00.000Z')
/** Long enough for a busy machine; only an answer that never comes waits for it. */
const TIMEOUT_MS = 2_000
/** Workers do not come back at once. */
const VISIT_MS = 5_000
export const PERSON = 'urn:li:person:ann'
export const ORGANISATION = 'urn:li:organization:100'

/** LinkedIn's fake on a socket, its adapter, and ways to tell stories about one account with them. */
export async function openLinkedin(accountRef: string, more: Partial<LinkedinSettings> = {}) {
  let nowMs = START
  const now = () => nowMs
  const linkedin = makeFakeLinkedin(now)
  const fake = await startFake(linkedin)
  const settings = {
    ...LINKEDIN_SETTINGS,
    clientId: 'parley',
    clientSecret: 'secret',
    apiUrl: fake.url,
    authUrl: `${fake.url}/oauth/v2`,
    timeoutMs: TIMEOUT_MS,
    ...more,
  }
  const adapter = makeLinkedin({ settings, now })
  const platform: Platform = {
    ...adapter,
    prepare(order) {
      nowMs += VISIT_MS
      return adapter.prepare(order)
    },
  }
  let texts = 0
  const orderOf = (order: Partial<Order> = {}): Order => ({
    credential: { accountRef, ...linkedin.oauth.grant('ann'), expiresAt: null, scopes: [] },
    text: `post ${++texts} (of #${texts}_many) & more`,
    media: [],
    options: {},
    keys: {},
    leftovers: [],
    answers: null,
    armedAt: new Date(nowMs).toISOString(),
    ...order,
  })
  const world: PlatformWorld = {
    fake,
    platform,
    reset() {
      linkedin.clear()
      fake.faults.length = 0
    },
    order: async () => orderOf(),
    orderWithMedia: () => orderOf({ media: [mediumOf('image/png', 100_000)] }),
    publicTimes: ({ text }) => linkedin.posts().filter((post) => post.text === text).length,
    consent,
    expireTokens: () => linkedin.oauth.expireAll(),
    revoke: () => linkedin.oauth.revoke('ann'),
    exhaust() {
      linkedin.moods.dailyPosts = 0
    },
  }
  const passes = (ms: number) => {
    nowMs += ms
  }
  return { ...world, linkedin, orderOf, passes }
}
