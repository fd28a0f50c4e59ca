import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeLog } from '../../engine/host/log.ts'
import { secureRandom } from '../../engine/host/secure-random.ts'
import { systemClock } from '../../engine/host/system-clock.ts'
import { idSource } from '../../engine/kernel/ids.ts'
import { makeAccounts } from '../../engine/outside/accounts/accounts.ts'
import { makeSealing } from '../../engine/outside/accounts/seal.ts'
import { makeKeyring } from '../../engine/outside/keys/keyring.ts'
import { makeSignatures } from '../../engine/outside/keys/signatures.ts'
import { makeMedia } from '../../engine/outside/media/media.ts'
import { openTinyNetwork, type TinyNetwork } from '../../engine/outside/testing.ts'
import { makeManualClock } from '../../engine/sim/manual-clock.ts'
import { MediaPart } from '../../engine/store/entities/media-part.ts'
import { Membership } from '../../engine/store/entities/membership.ts'
import { UNSCOPED } from '../../engine/store/entities/organisation-filter.ts'
import { SocialAccount } from '../../engine/store/entities/social-account.ts'
import type { Store } from '../../engine/store/store.ts'
import { type TestDatabase, withDatabase } from '../../engine/store/testing.ts'
import { startKeeper } from './keeper.ts'

const HOUR_MS = 60 * 60_000
const DAY_MS = 24 * HOUR_MS

let database: TestDatabase
let store: Store
let network: TinyNetwork
beforeAll(async () => {
  database = await withDatabase()
  store = await database.open()
})
afterAll(async () => {
  await network.stop()
  await database.stop()
})

test('an account that nobody uses lives on, and what a crash left of a file goes', async () => {
  const clock = makeManualClock(systemClock.now())
  const newId = idSource(clock.now, secureRandom)
  const log = makeLog({ logLevel: 'silent' })
  network = await openTinyNetwork(clock.now)
  const keyring = makeKeyring(['the secret of this installation'])
  const shared = { store, clock, newId, log, publicUrl: 'https://parley.example.org' }
  const platforms = new Map([['x' as const, network.platform]])
  const accounts = makeAccounts({ ...shared, platforms, sealing: makeSealing(keyring) })
  const media = makeMedia({ ...shared, signatures: makeSignatures(keyring), bytesMax: 1_000 })

  const [organisationId, userId] = [newId(), newId()]
  await store.em().insert(Membership, { organisationId, userId })
  const url = await accounts.begin({ network: 'x', organisationId, userId, accountId: null })
  const back = (await network.visit(url)).searchParams
  const [state, code] = [back.get('state'), back.get('code')]
  await accounts.finish({ network: 'x', state, code, error: null, userId })
  const sixtyDays = new Date(clock.now() + 60 * DAY_MS)
  await store.em().nativeUpdate(SocialAccount, { organisationId }, { expiresAt: sixtyDays }, UNSCOPED)
  await store.em().insert(MediaPart, { mediaId: newId(), part: 0, content: Buffer.from('half of it') })
  const pieces = () => store.em().count(MediaPart, {})

  const end = startKeeper({ outside: { accounts, media }, clock, log })
  // rounds end at their own pace: the clock goes on until one has found something
  const hourByHour = (look: () => unknown) => () => {
    clock.advance(HOUR_MS)
    return look()
  }
  clock.jump(2 * DAY_MS)
  await expect.poll(hourByHour(pieces)).toBe(0)
  expect(network.refreshes()).toBe(0)
  clock.jump(49 * DAY_MS)
  await expect.poll(hourByHour(network.refreshes)).toBe(1)
  end()
})
