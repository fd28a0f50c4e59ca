import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeLog } from '../../host/log.ts'
import { secureRandom } from '../../host/secure-random.ts'
import { systemClock } from '../../host/system-clock.ts'
import { idSource } from '../../kernel/ids.ts'
import type { Refusal } from '../../protocol/errors.ts'
import { Membership } from '../../store/entities/membership.ts'
import { UNSCOPED } from '../../store/entities/organisation-filter.ts'
import { SocialAccount } from '../../store/entities/social-account.ts'
import type { Store } from '../../store/store.ts'
import { type TestDatabase, withDatabase } from '../../store/testing.ts'
import { makeKeyring } from '../keys/keyring.ts'
import { openTinyNetwork, type TinyNetwork } from '../testing.ts'
import { type Accounts, type Found, makeAccounts } from './accounts.ts'
import { makeSealing } from './seal.ts'

const MINUTE_MS = 60_000
const PUBLIC_URL = 'https://parley.example.org'

let database: TestDatabase
let stores: readonly Store[]
let network: TinyNetwork
/** Accounts as two nodes see them. */
let here: Accounts
let there: Accounts
let lateMs = 0
const clock = { ...systemClock, now: () => systemClock.now() + lateMs }
const newId = idSource(clock.now, secureRandom)
let organisationId: string
let ann: string
const heard: string[] = []

beforeAll(async () => {
  database = await withDatabase()
  stores = [await database.open(), await database.open()]
  network = await openTinyNetwork(clock.now)
  const shared = {
    platforms: new Map([['x' as const, network.platform]]),
    sealing: makeSealing(makeKeyring(['the secret of this installation'])),
    clock,
    newId,
    log: makeLog({ logLevel: 'silent' }),
    publicUrl: PUBLIC_URL,
  }
  ;[here, there] = stores.map((store) => makeAccounts({ ...shared, store })) as [Accounts, Accounts]
  here.onHealth(({ accountId, health }) => heard.push(`${accountId} ${health}`))
})
beforeEach(async () => {
  lateMs = 0
  heard.length = 0
  const usual = { pages: ['page-1'], denies: false, isRevoked: false, isSilent: false, waits: null }
  Object.assign(network.moods, { ...usual, keepsRefreshToken: false })
  ;[organisationId, ann] = [newId(), newId()]
  await store().em().insert(Membership, { organisationId, userId: ann })
})
afterAll(async () => {
  await network.stop()
  await database.stop()
})

const store = () => stores[0] as Store

/** Ann goes to the network and comes back. */
async function goes(accountId: string | null = null) {
  const url = await here.begin({ network: 'x', organisationId, userId: ann, accountId })
  const back = await network.visit(url)
  const [state, code, error] = ['state', 'code', 'error'].map((name) => back.searchParams.get(name))
  return {
    network: 'x' as const,
    state: state ?? null,
    code: code ?? null,
    error: error ?? null,
    userId: ann,
  }
}

async function connected(): Promise<string> {
  const finished = await here.finish(await goes())
  if (finished.is !== 'connected') throw new Error(`ended as ${finished.reason}`)
  return finished.accountIds[0] as string
}

async function credentialOf(accountId: string) {
  const found = await here.credentialOf(accountId)
  if (found.is !== 'ok') throw new Error(`found ${JSON.stringify(found)}`)
  return found.credential
}

const row = (id: string) => store().em().findOneOrFail(SocialAccount, { id }, UNSCOPED)
const refusalOf = async (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error) => (error as Refusal).reason,
  )

test('a person connects an account, whose tokens lie sealed in the database', async () => {
  const id = await connected()
  const { accessToken, refreshToken } = await credentialOf(id)
  const kept = await row(id)
  expect(kept).toMatchObject({ name: 'Page page-1', network: 'x', health: 'healthy', connectedBy: ann })
  expect(kept.sealed).not.toContain(accessToken)
  expect(kept.sealed).not.toContain(refreshToken)
  expect(heard).toEqual([])
})

test('one consent may give several accounts', async () => {
  network.moods.pages = ['page-b', 'page-a']
  const finished = await here.finish(await goes())
  expect(finished).toMatchObject({ is: 'connected', accountIds: [expect.any(String), expect.any(String)] })
  const rows = await store().scoped(organisationId).find(SocialAccount, {})
  expect(rows.map(({ accountRef }) => accountRef).sort()).toEqual(['page-a', 'page-b'])
})

test('a state is good once, even for two who come at the same moment', async () => {
  const back = await goes()
  const [one, other] = await Promise.all([here.finish(back), there.finish(back)])
  expect([one.is, other.is].sort()).toEqual(['connected', 'refused'])
  expect(await here.finish(back)).toEqual({ is: 'refused', reason: 'expired' })
})

test('a state of nobody, of another person, of another network or too old is refused, and none is used up by strangers', async () => {
  const back = await goes()
  const refused = { is: 'refused', reason: 'expired' }
  expect(await here.finish({ ...back, state: null })).toEqual(refused)
  expect(await here.finish({ ...back, state: "'; DROP TABLE consent; --\0" })).toEqual(refused)
  expect(await here.finish({ ...back, state: 'A'.repeat(43) })).toEqual(refused)
  expect(await here.finish({ ...back, userId: newId() })).toEqual(refused)
  expect(await here.finish({ ...back, network: 'linkedin' })).toEqual({
    is: 'refused',
    reason: 'not-configured',
  })
  lateMs = 10 * MINUTE_MS
  expect(await here.finish(back)).toEqual(refused)
  lateMs = 0
  expect((await here.finish(back)).is).toBe('connected')
})

test('who says no, or is not of the organisation any more, connects nothing', async () => {
  network.moods.denies = true
  const denied = await goes()
  expect(await here.finish(denied)).toEqual({ is: 'refused', reason: 'access_denied' })
  expect(await here.finish({ ...denied, error: null, code: 'a code' })).toMatchObject({ reason: 'expired' })
  network.moods.denies = false
  const back = await goes()
  await store().em().nativeDelete(Membership, { userId: ann }, UNSCOPED)
  expect(await here.finish(back)).toEqual({ is: 'refused', reason: 'not-a-member' })
  expect(await store().scoped(organisationId).count(SocialAccount, {})).toBe(0)
})

test('a code that the network does not take, and a network that does not answer, are said', async () => {
  expect(await here.finish({ ...(await goes()), code: 'another code' })).toEqual({
    is: 'refused',
    reason: 'invalid_grant',
  })
  const back = await goes()
  network.moods.isSilent = true
  expect(await here.finish(back)).toEqual({ is: 'refused', reason: 'no-answer' })
})

test('what is not set up, or is not theirs, nobody is sent to', async () => {
  const asked = { organisationId, userId: ann, accountId: null }
  expect(await refusalOf(here.begin({ ...asked, network: 'linkedin' }))).toBe('NETWORK_NOT_CONFIGURED')
  const id = await connected()
  const elsewhere = { ...asked, organisationId: newId(), accountId: id, network: 'x' as const }
  expect(await refusalOf(here.begin(elsewhere))).toBe('UNKNOWN_ACCOUNT')
})

test('of twenty who find a token stale at once, on two nodes, one asks the network and all get what it was given', async () => {
  const id = await connected()
  const stale = await credentialOf(id)
  const before = network.refreshes()
  let answer = () => {}
  network.moods.waits = new Promise((resolve) => {
    answer = resolve
  })
  const asking = Array.from({ length: 20 }, (_, one) => (one % 2 === 0 ? here : there).refreshed(id, stale))
  await expect.poll(() => network.refreshes()).toBe(before + 1)
  // time for all others to ask too, if they would
  await sleep(300)
  answer()
  const found = await Promise.all(asking)
  expect(network.refreshes()).toBe(before + 1)
  const tokens = new Set(found.map((one) => (one.is === 'ok' ? one.credential.accessToken : one.is)))
  expect([...tokens]).toEqual([(await credentialOf(id)).accessToken])
  expect(tokens).not.toContain(stale.accessToken)
  // the new refresh token is the one that was kept
  expect((await here.refreshed(id, await credentialOf(id))).is).toBe('ok')
})

test('tokens that the network has given are kept, also when the database goes away in the middle', async () => {
  const id = await connected()
  const stale = await credentialOf(id)
  const before = network.refreshes()
  let answer = () => {}
  network.moods.waits = new Promise((resolve) => {
    answer = resolve
  })
  const asking = here.refreshed(id, stale)
  await expect.poll(() => network.refreshes()).toBe(before + 1)
  const ended = await store()
    .em()
    .execute<unknown[]>(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction' AND datname = current_database()",
    )
  expect(ended).toHaveLength(1)
  answer()
  const found = await asking
  expect(found).toMatchObject({ is: 'ok', credential: await credentialOf(id) })
  expect((await credentialOf(id)).accessToken).not.toBe(stale.accessToken)
})

test('a token that ends within five minutes is exchanged before it is handed out', async () => {
  const id = await connected()
  const { accessToken } = await credentialOf(id)
  lateMs = 114 * MINUTE_MS
  expect((await credentialOf(id)).accessToken).toBe(accessToken)
  lateMs = 116 * MINUTE_MS
  expect((await credentialOf(id)).accessToken).not.toBe(accessToken)
})

test('while the network is silent a token is used to its end, and after it nobody knows; the account lives', async () => {
  const id = await connected()
  const { accessToken } = await credentialOf(id)
  network.moods.isSilent = true
  lateMs = 118 * MINUTE_MS
  expect((await credentialOf(id)).accessToken).toBe(accessToken)
  lateMs = 121 * MINUTE_MS
  expect(await here.credentialOf(id)).toEqual({ is: 'unavailable', retryAt: expect.stringMatching(/Z$/) })
  network.moods.isSilent = false
  expect((await here.credentialOf(id)).is).toBe('ok')
  expect(heard).toEqual([])
})

test('a refresh token that comes back empty does not replace the one there is', async () => {
  const id = await connected()
  const { refreshToken } = await credentialOf(id)
  network.moods.keepsRefreshToken = true
  lateMs = 121 * MINUTE_MS
  expect((await credentialOf(id)).refreshToken).toBe(refreshToken)
})

test('a consent that was taken back is a dead account, which lives again under its id once it is connected again', async () => {
  const id = await connected()
  network.moods.isRevoked = true
  lateMs = 121 * MINUTE_MS
  expect(await here.credentialOf(id)).toEqual({ is: 'dead', code: 'invalid_grant' })
  expect(await there.credentialOf(id)).toEqual({ is: 'dead', code: 'invalid_grant' })
  expect(heard).toEqual([`${id} dead`])
  network.moods.isRevoked = false
  expect(await here.finish(await goes(id))).toEqual({ is: 'connected', accountIds: [id] })
  expect((await here.credentialOf(id)).is).toBe('ok')
  expect(heard).toEqual([`${id} dead`, `${id} healthy`])
})

test('connecting again takes only the account it is for', async () => {
  const id = await connected()
  network.moods.pages = ['page-2']
  expect(await here.finish(await goes(id))).toEqual({ is: 'refused', reason: 'another-account' })
  network.moods.pages = ['page-2', 'page-1']
  expect(await here.finish(await goes(id))).toEqual({ is: 'connected', accountIds: [id] })
  expect(await store().scoped(organisationId).count(SocialAccount, {})).toBe(1)
})

test('an account that two connect at the same moment is one, and its tokens open', async () => {
  const [one, other] = [await goes(), await goes()]
  const both = await Promise.all([here.finish(one), there.finish(other)])
  const ids = both.flatMap((finished) => (finished.is === 'connected' ? finished.accountIds : []))
  expect(new Set(ids).size).toBe(1)
  expect((await here.credentialOf(ids[0] as string)).is).toBe('ok')
})

test('a worker that speaks of a token of yesterday does not bury an account that was connected since', async () => {
  const id = await connected()
  const stale = await credentialOf(id)
  await here.finish(await goes(id))
  await here.bury(id, 'revoked', stale)
  expect((await here.credentialOf(id)).is).toBe('ok')
  await here.bury(id, 'revoked', await credentialOf(id))
  await here.bury(id, 'revoked again')
  expect(await here.credentialOf(id)).toEqual({ is: 'dead', code: 'revoked' })
  expect(heard).toEqual([`${id} dead`])
})

test('a disconnected account has no tokens any more, and connected again it is the same one', async () => {
  const id = await connected()
  await here.disconnect(organisationId, id)
  await here.disconnect(organisationId, id)
  expect(await here.credentialOf(id)).toEqual({ is: 'unknown' })
  expect((await row(id)).sealed).toBe('')
  expect(await refusalOf(here.disconnect(newId(), id))).toBe('UNKNOWN_ACCOUNT')
  expect(await connected()).toBe(id)
  expect(heard).toEqual([`${id} dead`, `${id} healthy`])
})

test('without the key that sealed them tokens are lost, but the account is not said to be dead', async () => {
  const id = await connected()
  const other = makeAccounts({
    store: store(),
    platforms: new Map(),
    sealing: makeSealing(makeKeyring(['another secret of this installation'])),
    clock,
    newId,
    log: makeLog({ logLevel: 'silent' }),
    publicUrl: PUBLIC_URL,
  })
  expect(await other.credentialOf(id)).toEqual({ is: 'dead', code: 'key-lost' })
  expect((await row(id)).health).toBe('healthy')
  expect((await here.credentialOf(id)).is).toBe('ok')
})

test('a token of sixty days is to be refreshed ten days before its end, if nobody has', async () => {
  const id = await connected()
  const day = 24 * 60 * MINUTE_MS
  const expiresAt = new Date(clock.now() + 60 * day)
  await store()
    .em()
    .nativeUpdate(SocialAccount, { id }, { expiresAt, refreshedAt: new Date(clock.now()) }, UNSCOPED)
  lateMs = 49 * day
  expect(await here.endingSoon(100)).not.toContain(id)
  lateMs = 50 * day + MINUTE_MS
  expect(await here.endingSoon(100)).toContain(id)
  const before = network.refreshes()
  const found: Found = await here.credentialOf(id)
  expect([found.is, network.refreshes()]).toEqual(['ok', before + 1])
  expect(await here.endingSoon(100)).not.toContain(id)
})
