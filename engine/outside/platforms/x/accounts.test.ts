import { expect, test } from 'vitest'
import type { Order } from '../contract.ts'
import { published, REDIRECT_URI } from '../testing.ts'
import { openX, START } from './testing.ts'

const VERIFIER = 'v'.repeat(64)
/** SHA-256 of it. */
const CHALLENGE = 'w1TpKUdYE9hUAcNSeeSRFioHDxfUxuHho_JHAfZ_vDM'

test('a code is good for 30 seconds, and for who asked for it', async () => {
  const { platform, consent, fake, passes } = await openX()
  const asked = { redirectUri: REDIRECT_URI, state: 'a', challenge: CHALLENGE }
  const connect = async (code: string, verifier = VERIFIER) =>
    (await platform.connect({ code, redirectUri: REDIRECT_URI, verifier })).is
  expect(await connect(await consent(platform.authorizeUrl(asked)), 'w'.repeat(64))).toBe('rejected')
  expect(await connect(await consent(platform.authorizeUrl(asked)))).toBe('ok')
  const late = await consent(platform.authorizeUrl(asked))
  passes(30_000)
  expect(await connect(late)).toBe('rejected')
  await fake.stop()
})

test.each([null, '', 'secret'])('an application with the secret %j is known to X', async (clientSecret) => {
  const { platform, orderOf, fake } = await openX({ clientSecret })
  expect((await platform.refresh(orderOf().credential)).is).toBe('ok')
  await fake.stop()
})

test('an application that X does not know kills no account', async () => {
  const { platform, orderOf, fake } = await openX({ clientId: 'somebody' })
  expect(await platform.refresh(orderOf().credential)).toEqual({ is: 'failed', why: 'invalid_client' })
  await fake.stop()
})

test('a refresh token is good once, and the next one is kept', async () => {
  const { platform, orderOf, fake, x } = await openX()
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
  const { platform, orderOf, fake, x } = await openX()
  const credential = { ...orderOf().credential, refreshToken: null }
  expect((await platform.refresh(credential)).is).toBe('ok')
  x.oauth.expireAll()
  expect((await platform.refresh(credential)).is).toBe('authDead')
  await fake.stop()
})

test('a look ahead finds what the account did not agree to, and a token that has ended', async () => {
  const { platform, orderOf, fake } = await openX()
  const { credential } = orderOf()
  const look = async (more: Partial<Order['credential']>) =>
    (await platform.rehearse(orderOf({ credential: { ...credential, ...more } }))).outcome
  expect(await look({ scopes: ['tweet.read'] })).toMatchObject({ code: 'scope-missing' })
  const expiresAt = new Date(START).toISOString()
  expect(await look({ refreshToken: null, expiresAt })).toMatchObject({ code: 'token-ended' })
  expect(await look({ expiresAt })).toMatchObject({ is: 'ready' })
  await fake.stop()
})
