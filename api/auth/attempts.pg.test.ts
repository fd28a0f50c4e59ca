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

const limited = (name: string) => ({ name, max: 3, windowMs: 60_000 })
const by = (key: string, name = 'a') => [{ limit: limited(name), key }]

test('after the last attempt a key is refused until its window ends, and others are not', async () => {
  const attempts = makeAttempts(store)
  for (let attempt = 0; attempt < 3; attempt++) {
    await attempts.check(by('ann'))
    expect(await attempts.count(by('ann'))).toBeNull()
  }
  const { reason, retryAfterMs } = (await attempts.check(by('ann')).catch((refused) => refused)) as Refusal
  expect(reason).toBe('RATE_LIMITED')
  expect(retryAfterMs).toBeGreaterThan(0)
  expect(retryAfterMs).toBeLessThanOrEqual(60_000)
  await attempts.check(by('bob'))
  await attempts.check(by('ann', 'b'))
  await windowsEnd('ann')
  await attempts.check(by('ann'))
  expect(await attempts.count(by('ann'))).toBeNull()
})

test('of several keys one that is used up is enough', async () => {
  const attempts = makeAttempts(store)
  const both = [...by('eve'), { limit: { ...limited('other'), max: 4 }, key: 'eve' }]
  for (let attempt = 0; attempt < 3; attempt++) expect(await attempts.count(both)).toBeNull()
  await expect(attempts.check(both)).rejects.toMatchObject({ reason: 'RATE_LIMITED' })
  expect(await attempts.count(both)).toBeGreaterThan(0)
  await windowsEnd('eve')
  await attempts.check(both)
})

test('of many at once no more are let through than of one after another', async () => {
  const attempts = makeAttempts(store)
  const counted = await Promise.all(Array.from({ length: 12 }, () => attempts.count(by('cleo'))))
  expect(counted.filter((ms) => ms === null)).toHaveLength(3)
})

test('a flood of keys does not stay: later attempts take away what has ended', async () => {
  const attempts = makeAttempts(store)
  for (let key = 0; key < 30; key++) await attempts.count(by(`key-${key}`, 'flood'))
  await store.em().execute("UPDATE attempt SET ends_at = now() - interval '1 s' WHERE key LIKE 'flood %'")
  for (let again = 0; again < 12; again++) await attempts.count(by('dora', 'flood'))
  const [left] = await store
    .em()
    .execute<{ rows: number }[]>("SELECT count(*)::int AS rows FROM attempt WHERE key LIKE 'flood key%'")
  expect(left?.rows).toBe(0)
})

test('many who count ended windows at once, in any order, never wait for each other in a circle', async () => {
  const attempts = makeAttempts(store)
  const keys = Array.from({ length: 6 }, (_, index) => `key-${index}`)
  const each = (key: string, index: number) => {
    const other = keys[(index + 1) % keys.length] as string
    return attempts.count([...by(key, 'circle'), ...by(other, 'circle')])
  }
  for (let round = 0; round < 40; round++) {
    await store.em().execute("UPDATE attempt SET ends_at = now() - interval '1 s' WHERE key LIKE 'circle %'")
    // a deadlock would reject
    await Promise.all([...keys, ...keys].map(each))
  }
})
