/** Posts go out to networks on sockets, and are asked how they do, by two processes that share the work. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Company, company } from '../../api/posts/testing.ts'
import { type Parley, withParley } from '../../api/testing.ts'
import { readConfig } from '../../engine/host/config.ts'
import { type Fakes, startFakes } from '../../engine/outside/platforms/fakes.ts'
import type { Network } from '../../engine/protocol/post-shapes.ts'
import { Measuring } from '../../engine/store/entities/measuring.ts'
import { UNSCOPED } from '../../engine/store/entities/organisation-filter.ts'
import { nextSlotOf } from '../../engine/store/next-slot.ts'
import { patienceOf } from '../publisher/parts.ts'
import { type Publisher, startPublisher } from '../publisher/publisher.ts'
import { type Metrics, startMetrics } from './metrics.ts'

const ROUND_MS = 50
const HOUR_MS = 3_600_000
/** Of a month, in thousandths of a dollar. Polls may spend half of it. */
const CAP_MILS = 1_000

let fakes: Fakes
let parley: Parley
let here: Company
let publisher: Publisher
let hands: Metrics[] = []

beforeAll(async () => {
  fakes = await startFakes(Date.now)
  const { databaseUrl: _, ...config } = readConfig({ LOG_LEVEL: 'silent', ...fakes.env })
  parley = await withParley({ ...config, passwordThreads: 2, xSpendCapMils: CAP_MILS })
  here = await company(parley)
  const { clock, deliver, log, newId, outside, readPost: read, store } = parley.node
  publisher = startPublisher({
    ...{ clock, deliver, log, newId, outside, read, dues: store.dues },
    nextSlotOf: (account, after) => nextSlotOf(store, account, after),
    patience: patienceOf(5_000),
    lookMs: 100,
  })
})
afterEach(async () => {
  await Promise.all(hands.map((each) => each.stop()))
  hands = []
})
afterAll(async () => {
  await publisher?.stop()
  await parley?.stop()
  await fakes?.stop()
})

const start = () => hands.push(startMetrics(parley.node, ROUND_MS))

async function connected(network: Network, person?: string): Promise<string> {
  if (person !== undefined) fakes.networks[network].seat(person)
  const { accounts } = parley.node.outside
  const { organisationId, people } = here
  const by = { network, organisationId, userId: people.olga.id }
  const page = await fetch(await accounts.begin({ ...by, accountId: null }), { redirect: 'manual' })
  const back = new URL(page.headers.get('location') ?? '')
  const [state, code] = [back.searchParams.get('state'), back.searchParams.get('code')]
  const finished = await accounts.finish({ network, state, code, error: null, userId: people.olga.id })
  if (finished.is !== 'connected') throw new Error(`ended as ${finished.reason}`)
  return finished.accountIds[0] as string
}

/** Public everywhere when this resolves. */
async function published(text: string, to: readonly [Network, string][]): Promise<string> {
  const localDateTime = new Date(parley.node.clock.now()).toISOString().slice(0, 16)
  const { post } = await here.mia.posts.schedule({
    text,
    targets: to.map(([network, accountId]) => ({ to: { kind: 'account', accountId, network } })),
    at: { localDateTime, timeZone: 'UTC' },
    commandId: parley.node.newId(),
  })
  const lives = async () => {
    const { targets } = (await here.mia.posts.get({ postId: post.id })).post
    return new Set(targets.map(({ steps }) => steps[0]?.life))
  }
  await expect.poll(lives).toEqual(new Set(['published']))
  return post.id
}

const metricsOf = async (postId: string) => (await here.mia.posts.metrics({ postId })).items
const measured = async (postId: string) => (await metricsOf(postId)).map(({ history }) => history.length)

/** So much time goes by for what is known of this post. */
async function passes(postId: string, ms: number): Promise<void> {
  await expect.poll(() => metricsOf(postId)).not.toEqual([])
  await parley.node.store.em().execute(
    `UPDATE measuring SET published_at = published_at - ?::bigint * interval '1 ms', next_at = next_at - ?::bigint * interval '1 ms'
       WHERE post_id = ?`,
    [ms, ms, postId],
  )
}

test('a post is measured an hour after it is out, and again later; what is not told is null', async () => {
  const [x, facebook] = [await connected('x', 'ann'), await connected('facebook')]
  const postId = await published('how am I doing', [
    ['x', x],
    ['facebook', facebook],
  ])
  expect(await metricsOf(postId)).toEqual([])
  start()
  start()
  await expect.poll(async () => (await metricsOf(postId)).length).toBe(2)
  expect(await metricsOf(postId)).toMatchObject([
    { targetId: 't1', step: 0, askedAt: null, latest: null, history: [], nextAt: expect.any(String) },
    { targetId: 't2', step: 0, askedAt: null, latest: null, history: [], nextAt: expect.any(String) },
  ])

  await passes(postId, HOUR_MS)
  await expect.poll(() => measured(postId)).toEqual([1, 1])
  const [onX, onFacebook] = await metricsOf(postId)
  expect(onX?.latest).toMatchObject({ views: 100, likes: 7, comments: 3, shares: 3 })
  expect(onFacebook?.latest).toMatchObject({ views: 11, likes: 5, comments: 0, shares: 2 })
  const listed = (await here.mia.posts.list({})).items.find(({ id }) => id === postId)
  expect(listed?.numbers).toEqual({ views: 111, likes: 12, comments: 3, shares: 5 })
  expect(Date.parse(onX?.nextAt ?? '') - Date.parse(onX?.askedAt ?? '')).toBeGreaterThan(4 * HOUR_MS)

  await passes(postId, 5 * HOUR_MS)
  await expect.poll(() => measured(postId)).toEqual([2, 2])
  await passes(postId, 40 * 24 * HOUR_MS)
  await expect.poll(() => measured(postId)).toEqual([3, 3])
  expect((await metricsOf(postId)).map(({ nextAt }) => nextAt)).toEqual([null, null])
})

test('a hold of the organisation stops no measuring, and a dead account does, until it is connected again', async () => {
  const [x, facebook] = [await connected('x', 'bob'), await connected('facebook')]
  const postId = await published('held or not', [
    ['x', x],
    ['facebook', facebook],
  ])
  await here.olga.posts.hold({ isHeld: true })
  await parley.node.outside.accounts.bury(x, '89')
  start()
  await passes(postId, HOUR_MS)
  await expect.poll(() => measured(postId)).toEqual([0, 1])
  await expect
    .poll(async () => Date.parse((await metricsOf(postId))[0]?.nextAt ?? ''))
    .toBeGreaterThan(parley.node.clock.now() + HOUR_MS)
  await here.olga.posts.hold({ isHeld: false })
  expect(await connected('x', 'bob')).toBe(x)
  await passes(postId, 6 * HOUR_MS)
  await expect.poll(() => measured(postId)).toEqual([1, 2])
})

test('looking is paid from half of the money, and what the network does not show is not paid', async () => {
  const x = await connected('x', 'cleo')
  const { budgets } = parley.node.outside
  const { organisationId } = here
  const spent = async () =>
    (await budgets.spent({ network: 'x', organisationId, now: parley.node.clock.now() })).spentMils
  const postId = await published('what does it cost', [['x', x]])
  const before = await spent()
  const gone = { postId, targetId: 't9', step: 0, organisationId, accountId: x, network: 'x' as const }
  const times = { publishedAt: new Date(), nextAt: new Date(Date.now() + HOUR_MS) }
  await parley.node.store.em().insert(Measuring, { ...gone, networkId: '404', ...times })
  start()
  await expect.poll(async () => (await metricsOf(postId)).length).toBe(2)
  await passes(postId, HOUR_MS)
  await expect
    .poll(async () => (await metricsOf(postId)).map(({ askedAt }) => askedAt !== null))
    .toEqual([true, true])
  expect(await measured(postId)).toEqual([1, 0])
  await expect.poll(spent).toBe(before + 5)

  const rest = CAP_MILS / 2 - (await spent())
  const now = parley.node.clock.now()
  const spending = {
    network: 'x' as const,
    organisationId,
    accountId: 'another',
    now,
    costMils: rest,
    calls: 0,
  }
  expect(await budgets.take({ ...spending, priority: 'poll' })).toEqual({ is: 'ok' })
  await passes(postId, 6 * HOUR_MS)
  await expect
    .poll(async () => Date.parse((await metricsOf(postId))[0]?.nextAt ?? '') > parley.node.clock.now())
    .toBe(true)
  expect(await measured(postId)).toEqual([1, 0])
  expect(await spent()).toBe(CAP_MILS / 2)
  await published('there is money for posts', [['x', x]])
})

test('a network that tells nothing of an account leaves no numbers, and is asked all the same', async () => {
  const linkedin = await connected('linkedin', 'dora')
  const account = await parley.node.store
    .em()
    .execute<{ account_ref: string }[]>('SELECT account_ref FROM social_account WHERE id = ?', [linkedin])
  expect(account[0]?.account_ref).toContain('person')
  const postId = await published('does anybody see me', [['linkedin', linkedin]])
  start()
  await passes(postId, HOUR_MS)
  await expect.poll(async () => (await metricsOf(postId))[0]?.askedAt).toEqual(expect.any(String))
  expect(await metricsOf(postId)).toMatchObject([{ latest: null, history: [] }])
})

test('posts that were out before anybody measured are found, and those of a process that died are taken up', async () => {
  const facebook = await connected('facebook')
  const postId = await published('an old one', [['facebook', facebook]])
  const em = parley.node.store.em()
  await em.nativeDelete(Measuring, { postId }, UNSCOPED)
  start()
  await passes(postId, HOUR_MS - 60_000)
  const claimed = { claimedUntil: new Date(Date.now() + HOUR_MS) }
  await em.nativeUpdate(Measuring, { postId }, claimed, UNSCOPED)
  await passes(postId, 60_000)
  const other = await published('not claimed', [['facebook', facebook]])
  await passes(other, HOUR_MS)
  await expect.poll(() => measured(other)).toEqual([1])
  expect(await measured(postId)).toEqual([0])
  await em.nativeUpdate(Measuring, { postId }, { claimedUntil: new Date(0) }, UNSCOPED)
  await expect.poll(() => measured(postId)).toEqual([1])
})
