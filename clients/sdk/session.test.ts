import { beforeEach, describe, expect, test } from 'vitest'
import { type ManualClock, makeManualClock } from '../../engine/sim/manual-clock.ts'
import { type AuthCalls, makeSession, type OwnedSession } from './session.ts'
import { memoryStorage } from './storage/memory.ts'
import type { Storage } from './storage/port.ts'
import { refusal } from './testing/refusals.ts'
import { eventually, turns } from './testing/settled.ts'
import { makeTokens, type Tokens } from './tokens.ts'

const ann = { email: 'ann@example.org', password: 'a good password' }

let clock: ManualClock
let storage: Storage
let issued: number
let refresh: (refreshToken: string | null) => Promise<{ accessToken: string; refreshToken: string }>
let renewals: number[]

/** A token that says how long it lives. */
function token(name: string): string {
  const body = btoa(JSON.stringify({ name, iat: 1_000, exp: 1_000 + 900 }))
  return `head.${body}.signature`
}

const pair = () => ({ accessToken: token(`access ${++issued}`), refreshToken: `refresh ${issued}` })
const calls: AuthCalls = {
  signUp: async ({ email, name }) => ({
    user: { id: name, email, name },
    organisation: { id: 'home' },
    ...pair(),
  }),
  signIn: async ({ email }) => ({
    user: { id: 'ann', email, name: 'Ann' },
    organisation: { id: 'home' },
    ...pair(),
  }),
  signOut: async () => ({}),
  me: async () => ({ user: { id: 'ann', email: ann.email, name: 'Ann' }, organisation: { id: 'home' } }),
}

/** One tab: its own session and tokens on the shared storage. */
function tab(cookies = false): { session: OwnedSession; tokens: Tokens } {
  const tokens = makeTokens({
    clock,
    storage,
    cookies,
    refresh: (given) => refresh(given),
    onEnded: () => session.end(),
    onRenewed: (goodForMs) => renewals.push(goodForMs),
  })
  const session = makeSession({ storage, tokens, calls, cookies, organisationId: null })
  return { session, tokens }
}

beforeEach(() => {
  clock = makeManualClock()
  storage = memoryStorage()
  issued = 0
  renewals = []
  refresh = async () => pair()
})

describe('a session', () => {
  test('is unknown until storage was read, then found again without a network', async () => {
    const first = tab()
    expect(first.session.get()).toEqual({ status: 'unknown' })
    await first.session.start()
    expect(first.session.get()).toEqual({ status: 'signedOut' })
    await first.session.signIn(ann)

    const second = tab()
    await second.session.start()
    expect(second.session.get()).toMatchObject({
      status: 'signedIn',
      user: { id: 'ann' },
      organisationId: 'home',
    })
  })

  test('in cookies asks the server who one is, refreshing an access cookie that has run out', async () => {
    const answers = [() => Promise.reject(refusal('TOKEN_EXPIRED')), calls.me]
    const session = makeSession({
      storage,
      tokens: tab(true).tokens,
      calls: { ...calls, me: () => (answers.shift() ?? calls.me)() },
      cookies: true,
      organisationId: 'work',
    })
    await session.start()
    expect(session.get()).toMatchObject({ status: 'signedIn', organisationId: 'work' })
    expect(issued).toBe(1)
    expect(await storage.get('refreshToken')).toBeUndefined()
  })

  test('signed out leaves nothing, also what another tab writes while it ends', async () => {
    const [first, second] = [tab(), tab()]
    await first.session.signIn(ann)
    await second.session.start()
    // As an account does that is closed because its session has ended.
    second.session.subscribe(() => void storage.put({ 'ann/home/list': ['something'] }))
    await storage.put({ 'ann/home/list': ['something'] })
    await first.session.signOut()
    second.session.end()
    await turns()
    expect(await storage.list('')).toEqual([])
  })

  test('ended by the server keeps what waits for the next sign-in', async () => {
    const { session } = tab()
    await session.signIn(ann)
    await storage.put({ 'ann/home/out/1': 'not sent yet' })
    session.end()
    await eventually('forgotten', () => session.get().status === 'signedOut')
    await turns()
    expect(await storage.list('')).toEqual([['ann/home/out/1', 'not sent yet']])
  })

  test('that ends in one tab does not end that of somebody else in another', async () => {
    const [first, second] = [tab(), tab()]
    await first.session.signIn(ann)
    await second.session.signUp({ email: 'bob@example.org', password: 'a good password', name: 'bob' })
    first.session.end()
    await turns()
    expect(await storage.get('refreshToken')).toBe('refresh 2')
  })
})

describe('the access token', () => {
  test('is refreshed before it ends, once however many ask', async () => {
    const { session, tokens } = tab()
    await session.signIn(ann)
    expect(renewals).toEqual([870_000])
    expect(await tokens.access()).toBe(token('access 1'))
    clock.advance(870_000)
    expect(await Promise.all([tokens.access(), tokens.access()])).toEqual([
      token('access 2'),
      token('access 2'),
    ])
    expect(issued).toBe(2)
  })

  test('is refreshed with the newest refresh token of all tabs', async () => {
    const [first, second] = [tab(), tab()]
    await first.session.signIn(ann)
    const given: (string | null)[] = []
    refresh = async (refreshToken) => {
      given.push(refreshToken)
      return pair()
    }
    await second.tokens.access()
    first.tokens.expire()
    await first.tokens.access()
    expect(given).toEqual(['refresh 1', 'refresh 2'])
  })

  test('that cannot be refreshed for want of a network ends nothing', async () => {
    const { session, tokens } = tab()
    await session.signIn(ann)
    refresh = () => Promise.reject(new TypeError('fetch failed'))
    tokens.expire()
    await expect(tokens.access()).rejects.toThrow('fetch failed')
    expect(session.get().status).toBe('signedIn')
    refresh = async () => pair()
    expect(await tokens.access()).toBe(token('access 2'))
  })

  test('that the server will not refresh ends the session', async () => {
    const { session, tokens } = tab()
    await session.signIn(ann)
    refresh = () => Promise.reject(refusal('REFRESH_INVALID'))
    tokens.expire()
    await expect(tokens.access()).rejects.toThrow()
    expect(session.get().status).toBe('signedOut')
  })
})
