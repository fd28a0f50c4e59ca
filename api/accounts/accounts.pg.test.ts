/** Accounts through the real door: a browser goes to a network that a fake plays, and comes back. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { pngOf } from '../../engine/outside/media/samples.ts'
import type { Platform } from '../../engine/outside/platforms/contract.ts'
import { openTinyNetwork, type TinyNetwork } from '../../engine/outside/testing.ts'
import type { Network } from '../../engine/protocol/post-shapes.ts'
import { AccountPicture } from '../../engine/store/entities/account-picture.ts'
import { Membership } from '../../engine/store/entities/membership.ts'
import { UNSCOPED } from '../../engine/store/entities/organisation-filter.ts'
import { SocialAccount } from '../../engine/store/entities/social-account.ts'
import { signAccess } from '../auth/access-token.ts'
import { accountsOf } from '../auth/accounts.ts'
import { makeAuthenticate } from '../auth/session.ts'
import { appRouter } from '../router.ts'
import { type Server, startServer } from '../server.ts'
import { jar, PASSWORD, type Parley, refusal, type Someone, withParley } from '../testing.ts'

let parley: Parley
let server: Server
let address: string
let network: TinyNetwork

beforeAll(async () => {
  parley = await withParley({ port: 0, publicUrl: 'https://parley.example.org', passwordThreads: 2 })
  const { node } = parley
  network = await openTinyNetwork(node.clock.now)
  // what the configuration would have made of an application at X
  const platforms = node.outside.platforms as Map<Network, Platform>
  platforms.set('x', network.platform)
  const authenticate = makeAuthenticate(node)
  server = await startServer({ node, router: appRouter, authenticate, webRoot: null })
  address = `http://127.0.0.1:${server.port}`
})
beforeEach(() => {
  Object.assign(network.moods, { pages: ['page-1'], denies: false, isRevoked: false, isSilent: false })
})
afterAll(async () => {
  server.close()
  await network.stop()
  await parley.stop()
})

/** A person in a browser: their cookies go with everything. */
async function browser(name: string) {
  const account = { email: `${name}.${parley.node.newId()}@example.org`, password: PASSWORD, name }
  const post = (path: string, input: unknown, headers: Record<string, string>) =>
    fetch(`${address}/trpc/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: address, ...headers },
      body: JSON.stringify(input),
    })
  const signedUp = await post('auth.signUp', account, { 'x-session': 'cookie' })
  const cookies = jar(signedUp.headers.getSetCookie())
  const { result } = (await signedUp.json()) as { result: { data: { user: { id: string } } } }
  const cookie = () =>
    Object.entries(cookies)
      .map(([key, value]) => `${key}=${value}`)
      .join('; ')
  const riding = () => ({ cookie: cookie(), 'x-csrf': cookies.parley_csrf as string })
  return {
    id: result.data.user.id,
    cookies,
    async mutate<Data>(path: string, input: unknown): Promise<Data> {
      const answer = (await (await post(path, input, riding())).json()) as { result: { data: Data } }
      return answer.result.data
    },
    async query<Data>(path: string): Promise<Data> {
      const answer = await fetch(`${address}/trpc/${path}`, { headers: { cookie: cookie() } })
      return ((await answer.json()) as { result: { data: Data } }).result.data
    },
    /** The network sends them to our public address, which this server plays. */
    async comesBackBy({ pathname, search }: URL) {
      const answer = await fetch(`${address}${pathname}${search}`, {
        headers: { cookie: cookie() },
        redirect: 'manual',
      })
      return { status: answer.status, location: answer.headers.get('location') }
    },
    async goes(accountId?: string): Promise<URL> {
      const { url } = await this.mutate<{ url: string }>('accounts.connect', { network: 'x', accountId })
      return network.visit(url)
    },
  }
}

interface Listed {
  readonly id: string
  readonly health: string
}

test('a person connects an account in a browser, and everybody of the organisation sees it', async () => {
  const ann = await browser('ann')
  const back = await ann.goes()
  expect(back.href).toMatch(/^https:\/\/parley\.example\.org\/connected\/x\?state=/)
  const { status, location } = await ann.comesBackBy(back)
  expect(status).toBe(302)
  const [, id] = /^\/#\/accounts\?connected=([0-9a-f-]{36})$/.exec(location ?? '') ?? []
  const bob = await browser('bob')
  const listed = await bob.query<Listed[]>('accounts.list')
  expect(listed.find((account) => account.id === id)).toEqual({
    id,
    network: 'x',
    name: 'Page page-1',
    handle: 'page-1',
    pictureUrl: null,
    health: 'healthy',
    trouble: null,
    expiresAt: expect.stringMatching(/Z$/),
    scopes: ['read', 'write'],
  })
  expect(JSON.stringify(listed)).not.toMatch(/access-|refresh-|sealed/)
})

test('an address that somebody else was sent, or that was used, connects nothing', async () => {
  const [ann, mallory] = [await browser('ann'), await browser('mallory')]
  const back = await ann.goes()
  const expired = { status: 302, location: '/#/accounts?failed=expired' }
  expect(await mallory.comesBackBy(back)).toEqual(expired)
  expect((await ann.comesBackBy(back)).location).toContain('connected=')
  expect(await ann.comesBackBy(back)).toEqual(expired)
  const forged = new URL(back)
  forged.searchParams.set('state', 'x'.repeat(43))
  expect(await ann.comesBackBy(forged)).toEqual(expired)
})

test('nobody is told to sign in, and who says no at the network is told so', async () => {
  const ann = await browser('ann')
  network.moods.denies = true
  const back = await ann.goes()
  const alone = await fetch(`${address}${back.pathname}${back.search}`, { redirect: 'manual' })
  expect(alone.headers.get('location')).toBe('/#/accounts?failed=not-signed-in')
  expect((await ann.comesBackBy(back)).location).toBe('/#/accounts?failed=access_denied')
  expect(alone.headers.get('cache-control')).toBe('no-store')
})

test('whose token ran out while they were away still comes back, as long as their session lives', async () => {
  const ann = await browser('ann')
  const { node } = parley
  const keys = await accountsOf(node).keys()
  const [, body = ''] = (ann.cookies.parley_access as string).split('.')
  const { sid, org } = JSON.parse(Buffer.from(body, 'base64url').toString()) as { sid: string; org: string }
  const claims = { userId: ann.id, sessionId: sid, organisationId: org }
  const back = await ann.goes()
  const again = await ann.goes()
  ann.cookies.parley_access = await signAccess(keys, claims, node.clock.now() - 20 * 60_000)
  expect((await ann.comesBackBy(back)).location).toContain('connected=')
  await (await parley.as({ cookies: ann.cookies })).auth.signOut({}).catch(() => {})
  const forged = await signAccess(
    keys,
    { ...claims, sessionId: node.newId() },
    node.clock.now() - 20 * 60_000,
  )
  ann.cookies.parley_access = forged
  expect((await ann.comesBackBy(again)).location).toBe('/#/accounts?failed=not-signed-in')
})

test('a program comes back with its token', async () => {
  const ann = await parley.someone('Ann')
  const organisationId = await parley.organisation('Acme', [ann])
  const { accounts } = parley.node.outside
  const url = await accounts.begin({ network: 'x', organisationId, userId: ann.id, accountId: null })
  const { pathname, search } = await network.visit(url)
  const headers = { authorization: `Bearer ${ann.accessToken}` }
  const answer = await fetch(`${address}${pathname}${search}`, { headers, redirect: 'manual' })
  expect(answer.headers.get('location')).toContain('connected=')
})

test('an unknown network has no such page, and none takes another method', async () => {
  expect((await fetch(`${address}/connected/myspace?code=1&state=2`)).status).toBe(404)
  const posted = await fetch(`${address}/connected/x`, { method: 'POST', body: 'code=1' })
  expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
})

test('networks say whether they are set up', async () => {
  const ann = await browser('ann')
  const networks =
    await ann.query<{ name: string; title: string; isConfigured: boolean }[]>('accounts.networks')
  expect(networks).toContainEqual({ name: 'x', title: 'X', isConfigured: true })
  expect(networks).toContainEqual({ name: 'youtube', title: 'YouTube', isConfigured: false })
})

/** Somebody's caller, at the node that knows the network. */
async function connectedBy(person: Someone, organisationId: string) {
  const { accounts } = parley.node.outside
  const url = await accounts.begin({ network: 'x', organisationId, userId: person.id, accountId: null })
  const { searchParams } = await network.visit(url)
  const [state, code] = [searchParams.get('state'), searchParams.get('code')]
  const finished = await accounts.finish({ network: 'x', state, code, error: null, userId: person.id })
  if (finished.is !== 'connected') throw new Error(finished.reason)
  return finished.accountIds[0] as string
}

test('an account is let go by who connected it or who leads the organisation, and by no other member', async () => {
  const [ann, bob, cleo] = [
    await parley.someone('Ann'),
    await parley.someone('Bob'),
    await parley.someone('Cleo'),
  ]
  const organisationId = await parley.organisation('Acme', [ann, bob, cleo])
  await parley.node.store
    .scoped(organisationId)
    .nativeUpdate(Membership, { userId: cleo.id }, { role: 'admin' })
  const as = (person: Someone) => parley.as({ token: person.accessToken, organisationId })
  const accountId = await connectedBy(ann, organisationId)
  expect(await refusal((await as(bob)).accounts.disconnect({ accountId }))).toBe('NO_PERMISSION')
  await (await as(ann)).accounts.disconnect({ accountId })
  expect(await (await as(bob)).accounts.list()).toEqual([])
  expect(await connectedBy(ann, organisationId)).toBe(accountId)
  await (await as(cleo)).accounts.disconnect({ accountId })
  expect(await refusal((await as(cleo)).accounts.disconnect({ accountId: 'rubbish' }))).toBe(
    'UNKNOWN_ACCOUNT',
  )
})

test('a dead account says why, and what to do', async () => {
  const ann = await parley.someone('Ann')
  const organisationId = await parley.organisation('Acme', [ann])
  const accountId = await connectedBy(ann, organisationId)
  await parley.node.outside.accounts.bury(accountId, 'revoked')
  const [account] = await (await parley.as({ token: ann.accessToken, organisationId })).accounts.list()
  expect(account).toMatchObject({
    health: 'dead',
    trouble: 'X does not take this connection any more (revoked). Connect the account again.',
  })
})

test('the picture of an account comes from us, whatever becomes of the address that its network gave', async () => {
  const ann = await parley.someone('Ann')
  const organisationId = await parley.organisation('Acme', [ann])
  const id = await connectedBy(ann, organisationId)
  const em = () => parley.node.store.em()
  const source = 'https://cdn.example.org/ann.png'
  await em().nativeUpdate(SocialAccount, { id }, { pictureUrl: source }, UNSCOPED)
  const kept = { accountId: id, organisationId, source, type: 'image/png', bytes: pngOf(4, 4) }
  await em().insert(AccountPicture, { ...kept, fetchedAt: new Date() })
  const [listed] = await (await parley.as({ token: ann.accessToken, organisationId })).accounts.list()
  const shown = await fetch(`${address}${listed?.pictureUrl}`)
  expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/png'])
  expect(shown.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(Buffer.from(await shown.arrayBuffer())).toEqual(pngOf(4, 4))
  expect((await fetch(`${address}/pictures/${id}?sig=rubbish`)).status).toBe(404)
})
