import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Refusal } from '../../engine/protocol/errors.ts'
import type { Store } from '../../engine/store/store.ts'
import { type TestDatabase, withDatabase } from '../../engine/store/testing.ts'
import { makeAttempts } from './attempts.ts'

let database: TestDatabase
let store: Store
beforeAll(async () => {
  database = await withDatabase()
  store = await database.open()
})
afterAll(() => database.stop())

const windowsEnd = (key: string) =>
  store.em().execute("UPDATE attempt SET ends_at = now() - interval '1 s' WHERE key LIKE ?", [`% ${key}`])

test('after the last attempt a key is refused until its window ends, and others are not', async () => {
  const attempts = makeAttempts({ name: 'a', max: 3, windowMs: 60_000 }, store)
  for (let attempt = 0; attempt < 3; attempt++) {
    await attempts.check('ann')
    expect(await attempts.count('ann')).toBeNull()
  }
  const { reason, retryAfterMs } = (await attempts.check('ann').catch((refused) => refused)) as Refusal
  expect(reason).toBe('RATE_LIMITED')
  expect(retryAfterMs).toBeGreaterThan(0)
  expect(retryAfterMs).toBeLessThanOrEqual(60_000)
  await attempts.check('bob')
  await makeAttempts({ name: 'b', max: 3, windowMs: 60_000 }, store).check('ann')
  await windowsEnd('ann')
  await attempts.check('ann')
  expect(await attempts.count('ann')).toBeNull()
})

test('of many at once no more are let through than of one after another', async () => {
  const attempts = makeAttempts({ name: 'a', max: 3, windowMs: 60_000 }, store)
  const counted = await Promise.all(Array.from({ length: 12 }, () => attempts.count('cleo')))
  expect(counted.filter((ms) => ms === null)).toHaveLength(3)
})

test('a flood of keys does not stay: later attempts take away what has ended', async () => {
  const attempts = makeAttempts({ name: 'flood', max: 3, windowMs: 60_000 }, store)
  for (let key = 0; key < 30; key++) await attempts.count(`key-${key}`)
  await store.em().execute("UPDATE attempt SET ends_at = now() - interval '1 s' WHERE key LIKE 'flood %'")
  for (let again = 0; again < 12; again++) await attempts.count('dora')
  const [left] = await store
    .em()
    .execute<{ rows: number }[]>("SELECT count(*)::int AS rows FROM attempt WHERE key LIKE 'flood key%'")
  expect(left?.rows).toBe(0)
})
