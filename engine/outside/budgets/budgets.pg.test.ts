import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Store } from '../../store/store.ts'
import { type TestDatabase, withDatabase } from '../../store/testing.ts'
import { type Budgets, makeBudgets, type Taking } from './budgets.ts'
import { makePgLedger } from './ledger.ts'
import { CALL_LIMITS } from './limits.ts'

const NOW = Date.parse('2026-11-21T12:00:00.000Z')
const MINUTE_MS = 60_000
const ORGANISATION = '019a0000-0000-7000-8000-000000000001'
const LIMITS = {
  ...CALL_LIMITS,
  x: {
    app: { calls: 1_000, window: { ms: 60 * MINUTE_MS } },
    account: { calls: 100, window: { ms: 15 * MINUTE_MS } },
  },
}

let database: TestDatabase
let stores: readonly Store[]
let budgets: Budgets
/** The same on another node. */
let elsewhere: Budgets
let accounts = 0
let accountId: string

beforeAll(async () => {
  database = await withDatabase()
  stores = [await database.open(), await database.open()]
  const made = stores.map((store) =>
    makeBudgets({ ledger: makePgLedger(store), limits: LIMITS, spendCapsMils: { x: 1_000 } }),
  )
  ;[budgets, elsewhere] = made as [Budgets, Budgets]
})
beforeEach(async () => {
  await stores[0]?.em().execute('DELETE FROM budget')
  accountId = `account ${++accounts}`
})
afterAll(() => database.stop())

const asked = (more: Partial<Taking> = {}): Taking => ({
  network: 'x',
  accountId,
  organisationId: ORGANISATION,
  costMils: 0,
  priority: 'publish',
  now: NOW,
  ...more,
})

async function takes(count: number, more: Partial<Taking> = {}): Promise<number> {
  let taken = 0
  for (let call = 0; call < count; call++) if ((await budgets.take(asked(more))).is === 'ok') taken++
  return taken
}

test('of two hundred calls at once on two nodes exactly as many get through as the limit allows', async () => {
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, call) => (call % 2 === 0 ? budgets : elsewhere).take(asked())),
  )
  expect(answers.filter(({ is }) => is === 'ok')).toHaveLength(100)
  const retryAt = new Date(NOW + 15 * MINUTE_MS).toISOString()
  for (const answer of answers) {
    if (answer.is !== 'ok') expect(answer).toEqual({ is: 'throttled', retryAt, scope: 'account' })
  }
})

test('when one budget has no room, nothing is taken from the others', async () => {
  expect(await takes(100)).toBe(100)
  expect(await takes(50)).toBe(0)
  const others = await Promise.all(
    Array.from({ length: 950 }, (_, call) =>
      (call % 2 === 0 ? budgets : elsewhere).take(asked({ accountId: `other ${call % 10}` })),
    ),
  )
  expect(others.filter(({ is }) => is === 'ok')).toHaveLength(900)
  const late = await budgets.take(asked({ accountId: 'one more' }))
  expect(late).toMatchObject({ is: 'throttled', scope: 'app' })
})

test('a window that is over is empty, and the next one begins with the first call in it', async () => {
  expect(await takes(101)).toBe(100)
  const later = NOW + 15 * MINUTE_MS
  expect(await takes(101, { now: later - 1 })).toBe(0)
  expect(await takes(101, { now: later + MINUTE_MS })).toBe(100)
  expect(await budgets.take(asked({ now: later + 2 * MINUTE_MS }))).toMatchObject({
    is: 'throttled',
    retryAt: new Date(later + 16 * MINUTE_MS).toISOString(),
  })
})

test('polls stop at half of a limit and replies at four fifths, so that posts have the rest', async () => {
  expect(await takes(100, { priority: 'poll' })).toBe(50)
  expect(await takes(100, { priority: 'reply' })).toBe(30)
  expect(await takes(100, { priority: 'poll' })).toBe(0)
  expect(await takes(100)).toBe(20)
})

const quota = (remaining: number, minutes = 10) => ({
  scope: 'endpoint' as const,
  remaining,
  resetAt: new Date(NOW + minutes * MINUTE_MS).toISOString(),
})

test('what a network says is left is believed when it is less, and not when it is more', async () => {
  expect(await takes(10)).toBe(10)
  await budgets.learn({ network: 'x', accountId, quota: quota(5), now: NOW })
  await elsewhere.learn({ network: 'x', accountId, quota: quota(80), now: NOW })
  expect(await takes(20)).toBe(5)
})

test('nothing left is waited out until the network says it is over, and then it is forgotten', async () => {
  await budgets.learn({ network: 'x', accountId, quota: quota(0), now: NOW })
  const retryAt = new Date(NOW + 10 * MINUTE_MS).toISOString()
  expect(await budgets.take(asked())).toEqual({ is: 'throttled', retryAt, scope: 'account' })
  expect(await takes(200, { now: NOW + 10 * MINUTE_MS })).toBe(100)
})

test('what is said of a window that is over changes nothing', async () => {
  await budgets.learn({ network: 'x', accountId, quota: quota(0, -1), now: NOW })
  expect(await takes(1)).toBe(1)
})

test('a network that asks for patience gets it, for the account or for all of them', async () => {
  const until = new Date(NOW + 30 * MINUTE_MS).toISOString()
  await takes(1)
  await budgets.blocked({ network: 'x', accountId, scope: 'account', until, now: NOW })
  const sooner = new Date(NOW + MINUTE_MS).toISOString()
  await budgets.blocked({ network: 'x', accountId, scope: 'endpoint', until: sooner, now: NOW })
  expect(await budgets.take(asked())).toEqual({ is: 'throttled', retryAt: until, scope: 'account' })
  expect(await takes(1, { accountId: 'other' })).toBe(1)
  await budgets.blocked({ network: 'x', accountId, scope: 'app', until, now: NOW })
  expect(await budgets.take(asked({ accountId: 'other' }))).toEqual({
    is: 'throttled',
    retryAt: until,
    scope: 'app',
  })
  expect(await takes(1, { now: NOW + 30 * MINUTE_MS })).toBe(1)
})

test('an organisation spends as much as its cap in a month, and what was not billed it has again', async () => {
  const post = { costMils: 300 }
  expect(await takes(5, post)).toBe(3)
  expect(await budgets.take(asked(post))).toEqual({ is: 'spent', capMils: 1_000 })
  expect(await takes(1, { organisationId: '019a0000-0000-7000-8000-000000000002', costMils: 300 })).toBe(1)
  await budgets.refund({ network: 'x', organisationId: ORGANISATION, costMils: 300, now: NOW })
  expect(await budgets.spent({ network: 'x', organisationId: ORGANISATION, now: NOW })).toEqual({
    spentMils: 600,
    capMils: 1_000,
    endsAt: '2026-12-01T00:00:00.000Z',
  })
  expect(await takes(2, post)).toBe(1)
  const december = Date.parse('2026-12-01T00:00:00.000Z')
  expect(await takes(5, { ...post, now: december })).toBe(3)
})

test('who only looks leaves half of the money to posts', async () => {
  const polled = { costMils: 100, priority: 'poll' as const }
  expect(await takes(10, polled)).toBe(5)
  expect(await budgets.take(asked(polled))).toEqual({ is: 'spent', capMils: 1_000 })
  expect(await takes(10, { costMils: 100 })).toBe(5)
})

test('a visit of which nothing left this machine has taken nothing', async () => {
  const post = { costMils: 300 }
  const isFull = await takes(LIMITS.x.account?.calls ?? 0)
  expect([isFull, await takes(1)]).toEqual([LIMITS.x.account?.calls, 0])
  await budgets.undo(asked())
  expect(await takes(2, post)).toBe(1)
  await elsewhere.undo(asked(post))
  expect(await budgets.spent({ network: 'x', organisationId: ORGANISATION, now: NOW })).toMatchObject({
    spentMils: 0,
  })
  expect(await takes(2)).toBe(1)
})

test('money that many spend at once is never more than the cap', async () => {
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, call) =>
      (call % 2 === 0 ? budgets : elsewhere).take(
        asked({ accountId: `payer ${call % 7}`, costMils: 15 * 5 }),
      ),
    ),
  )
  expect(answers.filter(({ is }) => is === 'ok')).toHaveLength(13)
})

test('a network without limits of ours is called until it says no itself', async () => {
  expect(await takes(10, { network: 'youtube' })).toBe(10)
  await budgets.learn({ network: 'youtube', accountId, quota: quota(2), now: NOW })
  expect(await takes(10, { network: 'youtube' })).toBe(2)
})
