import { generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Session } from '../../engine/store/entities/session.ts'
import { PASSWORD, type Parley, refusal, refusalDetail, withParley } from '../testing.ts'
import { ACCESS_MS, signAccess } from './access-token.ts'
import { accountsOf } from './accounts.ts'
import { GRACE_MS } from './refresh-token.ts'

let parley: Parley
beforeAll(async () => {
  parley = await withParley()
})
afterAll(() => parley.stop())

test('Ann signs up, is at home, and is who she says', async () => {
  const ann = await (await parley.as()).auth.signUp({
    email: '  Ann@Example.ORG ',
    password: PASSWORD,
    name: ' Ann ',
  })
  expect(ann.user).toMatchObject({ email: 'ann@example.org', name: 'Ann' })
  expect(ann.organisation.id).toBe(parley.node.store.homeOrganisationId)
  const me = await (await parley.as({ token: ann.accessToken })).auth.me()
  expect(me).toMatchObject({ user: ann.user, organisation: { id: ann.organisation.id } })
})

test('the first person of the installation owns its home, the next are members', async () => {
  const first = await (await parley.as()).auth.signIn({ email: 'ann@example.org', password: PASSWORD })
  const [home] = (await (await parley.as({ token: first.accessToken })).orgs.mine()).items
  expect(home).toMatchObject({ role: 'owner', home: true })
  const bob = await parley.someone('Bob')
  expect((await bob.call.orgs.mine()).items[0]?.role).toBe('member')
})

test('an e-mail has one account, in whatever case, also when two sign up at once', async () => {
  const caller = await parley.as()
  const signUp = (email: string) => caller.auth.signUp({ email, password: PASSWORD, name: 'Twin' })
  expect(await refusal(signUp('ANN@example.org'))).toBe('EMAIL_TAKEN')
  const both = await Promise.allSettled([signUp('twin@example.org'), signUp('Twin@example.org')])
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})

test.each([
  [{ password: 'short' }, 'PASSWORD_WEAK'],
  [{ password: 'é'.repeat(40) }, 'PASSWORD_WEAK'],
  [{ email: 'not an address' }, 'INVALID_INPUT'],
  [{ name: '   ' }, 'INVALID_INPUT'],
  [{ name: 'x'.repeat(81) }, 'INVALID_INPUT'],
  [{ name: 'nul\0' }, 'INVALID_INPUT'],
] as const)('a sign-up with %o is refused: %s', async (wrong, reason) => {
  const caller = await parley.as()
  const input = { email: 'new@example.org', password: PASSWORD, name: 'New', ...wrong }
  expect(await refusal(caller.auth.signUp(input))).toBe(reason)
})

test('a wrong password and an unknown e-mail get the same answer for the same work', async () => {
  const caller = await parley.as()
  const wrong = await refusalDetail(
    caller.auth.signIn({ email: 'ann@example.org', password: 'not this one' }),
  )
  const unknown = await refusalDetail(
    caller.auth.signIn({ email: 'who@example.org', password: 'not this one' }),
  )
  expect(wrong).toEqual(unknown)
  expect(wrong.reason).toBe('WRONG_CREDENTIALS')
})

test('a refresh token is exchanged for the next, and its successor works', async () => {
  const { refreshToken } = await parley.someone('Cleo')
  const anybody = await parley.as()
  const second = await anybody.auth.refresh({ refreshToken })
  const third = await anybody.auth.refresh({ refreshToken: second.refreshToken })
  expect(new Set([refreshToken, second.refreshToken, third.refreshToken]).size).toBe(3)
  expect((await (await parley.as({ token: third.accessToken })).auth.me()).user.name).toBe('Cleo')
})

test('when the answer to a refresh is lost, asking again gets the same successor', async () => {
  const { refreshToken } = await parley.someone('Dora')
  const anybody = await parley.as()
  const answers = await Promise.all([1, 2, 3].map(() => anybody.auth.refresh({ refreshToken })))
  expect(new Set(answers.map((answer) => answer.refreshToken)).size).toBe(1)
})

test('a token used long ago was stolen: the whole session ends, here and on its sockets', async () => {
  const { accessToken, refreshToken, call } = await parley.someone('Eve')
  const anybody = await parley.as()
  const successor = await anybody.auth.refresh({ refreshToken })
  await agedBy(refreshToken, GRACE_MS + 1_000)

  expect(await refusal(anybody.auth.refresh({ refreshToken }))).toBe('REFRESH_INVALID')
  expect(await refusal(anybody.auth.refresh({ refreshToken: successor.refreshToken }))).toBe(
    'REFRESH_INVALID',
  )
  expect(await refusal(call.auth.me())).toBe('TOKEN_INVALID')
  expect(await refusal((await parley.as({ token: accessToken })).auth.me())).toBe('TOKEN_INVALID')
  expect(parley.closedSessions).toContain(refreshToken.split('.')[0])
})

test('a token two generations old ends the session at once, grace or not', async () => {
  const { refreshToken } = await parley.someone('Finn')
  const anybody = await parley.as()
  const second = await anybody.auth.refresh({ refreshToken })
  const third = await anybody.auth.refresh({ refreshToken: second.refreshToken })
  expect(await refusal(anybody.auth.refresh({ refreshToken }))).toBe('REFRESH_INVALID')
  expect(await refusal(anybody.auth.refresh({ refreshToken: third.refreshToken }))).toBe('REFRESH_INVALID')
})

test('a refresh token of the past week only', async () => {
  const { refreshToken } = await parley.someone('Gus')
  const id = refreshToken.split('.')[0] as string
  await parley.node.store.em().nativeUpdate(Session, { id }, { expiresAt: new Date(Date.now() - 1) })
  expect(await refusal((await parley.as()).auth.refresh({ refreshToken }))).toBe('REFRESH_INVALID')
})

test.each(['', 'rubbish', `01998877-0000-7000-8000-000000000001.${'a'.repeat(43)}`])(
  'what is no refresh token is refused: %s',
  async (refreshToken) => {
    expect(await refusal((await parley.as()).auth.refresh({ refreshToken }))).toBe('REFRESH_INVALID')
  },
)

test('sign-out ends the session and closes its sockets; doing it twice is no fault', async () => {
  const { accessToken, refreshToken } = await parley.someone('Hana')
  const anybody = await parley.as()
  expect(await anybody.auth.signOut({ refreshToken })).toEqual({})
  expect(await anybody.auth.signOut({ refreshToken })).toEqual({})
  expect(await anybody.auth.signOut()).toEqual({})
  expect(parley.closedSessions).toContain(refreshToken.split('.')[0])
  expect(await refusal(anybody.auth.refresh({ refreshToken }))).toBe('REFRESH_INVALID')
  expect(await refusal((await parley.as({ token: accessToken })).auth.me())).toBe('TOKEN_INVALID')
})

test('knowing the id of a session is not enough to end it', async () => {
  const { refreshToken, call } = await parley.someone('Ida')
  const [sessionId, , seal] = refreshToken.split('.')
  const forged = `${sessionId}.${'a'.repeat(43)}.${seal}`
  const anybody = await parley.as()
  await anybody.auth.signOut({ refreshToken: forged })
  expect(await refusal(anybody.auth.refresh({ refreshToken: forged }))).toBe('REFRESH_INVALID')
  expect((await call.auth.me()).user.name).toBe('Ida')
  expect((await anybody.auth.refresh({ refreshToken })).refreshToken).not.toBe('')
})

test('expired, forged and foreign access tokens each get their typed answer', async () => {
  const { id, refreshToken } = await parley.someone('Jan')
  const claims = {
    userId: id,
    sessionId: refreshToken.split('.')[0] as string,
    organisationId: parley.node.store.homeOrganisationId,
  }
  const keys = await accountsOf(parley.node).keys()
  const reasonFor = async (token: string) => refusal((await parley.as({ token })).auth.me())

  expect(await reasonFor(await signAccess(keys, claims, Date.now() - ACCESS_MS - 1_000))).toBe(
    'TOKEN_EXPIRED',
  )
  expect(await reasonFor('rubbish')).toBe('TOKEN_INVALID')

  const good = await signAccess(keys, claims, Date.now())
  const [head, body, signature] = good.split('.') as [string, string, string]
  const altered = Buffer.from(
    JSON.stringify({ ...JSON.parse(Buffer.from(body, 'base64url').toString()), sub: 'x' }),
  )
  expect(await reasonFor(`${head}.${altered.toString('base64url')}.${signature}`)).toBe('TOKEN_INVALID')
  const none = Buffer.from('{"alg":"none"}').toString('base64url')
  expect(await reasonFor(`${none}.${body}.`)).toBe('TOKEN_INVALID')

  const { privateKey } = await generateKeyPair('RS256')
  const { kid } = keys.signing()
  const foreign = new SignJWT({ sid: claims.sessionId, org: claims.organisationId })
    .setProtectedHeader({ alg: 'RS256', kid })
    .setIssuer('parley')
    .setSubject(id)
    .setExpirationTime('1h')
  expect(await reasonFor(await foreign.sign(privateKey))).toBe('TOKEN_INVALID')
  // the key is public, so a token that uses it as a shared secret is the classic forgery
  const confused = new SignJWT({ sid: 's', org: 'o' })
    .setProtectedHeader({ alg: 'HS256', kid })
    .setSubject(id)
  expect(await reasonFor(await confused.sign(new TextEncoder().encode('x'.repeat(32))))).toBe('TOKEN_INVALID')
})

test('an expired token does not stand in the way of a refresh', async () => {
  const { refreshToken } = await parley.someone('Kim')
  const stale = await parley.as({ token: 'rubbish' })
  expect((await stale.auth.refresh({ refreshToken })).accessToken).not.toBe('')
})

test('nobody may ask who they are', async () => {
  expect(await refusal((await parley.as()).auth.me())).toBe('NOT_SIGNED_IN')
})

test('a socket outlives its access token for as long as its session is good', async () => {
  const { id, refreshToken } = await parley.someone('Lea')
  const organisationId = parley.node.store.homeOrganisationId
  const sessionId = refreshToken.split('.')[0] as string
  const keys = await accountsOf(parley.node).keys()
  const almost = await signAccess(
    keys,
    { userId: id, sessionId, organisationId },
    // time to open a socket, on a machine that is busy
    Date.now() - ACCESS_MS + 4_000,
  )
  const socket = await parley.as({ token: almost, transport: 'ws' })
  await expect
    .poll(() => refusal((async () => (await parley.as({ token: almost })).auth.me())()).catch(() => ''), {
      timeout: 60_000,
    })
    .toBe('TOKEN_EXPIRED')
  expect((await socket.auth.me()).user.name).toBe('Lea')
  await parley.node.store.em().nativeUpdate(Session, { id: sessionId }, { revokedAt: new Date() })
  accountsOf(parley.node).renewed.clear()
  expect(await refusal(socket.auth.me())).toBe('TOKEN_EXPIRED')
})

test('another organisation is entered by its members only', async () => {
  const [mia, ned] = [await parley.someone('Mia'), await parley.someone('Ned')]
  const organisationId = await parley.organisation('Acme', [mia])
  const there = await parley.as({ token: mia.accessToken, organisationId })
  expect((await there.auth.me()).organisation).toEqual({ id: organisationId, name: 'Acme' })
  const stranger = await parley.as({ token: ned.accessToken, organisationId })
  expect(await refusal(stranger.auth.me())).toBe('UNKNOWN_ORGANISATION')
  const nowhere = await parley.as({ token: ned.accessToken, organisationId: 'rubbish' })
  expect(await refusal(nowhere.auth.me())).toBe('UNKNOWN_ORGANISATION')
})

test('the keys are made once: what one node signs another checks', async () => {
  const { accessToken } = await parley.someone('Ole')
  accountsOf(parley.node).verified.clear()
  const { openTokenKeys } = await import('./token-keys.ts')
  const { verifyAccess } = await import('./access-token.ts')
  const elsewhere = await openTokenKeys(parley.node.store, Date.now)
  expect((await verifyAccess(elsewhere, accessToken, Date.now())).organisationId).toBe(
    parley.node.store.homeOrganisationId,
  )
})

/** Moves the last rotation of this token's session into the past. */
async function agedBy(refreshToken: string, ms: number): Promise<void> {
  const id = refreshToken.split('.')[0] as string
  await parley.node.store.em().nativeUpdate(Session, { id }, { rotatedAt: new Date(Date.now() - ms) })
}
