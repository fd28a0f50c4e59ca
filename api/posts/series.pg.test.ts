/** A post that comes again: begun, shown, skipped, ended, and never twice. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { shiftLocal } from '../../engine/post/wall-clock.ts'
import { LIMITS } from '../../engine/protocol/limits.ts'
import { UNSCOPED } from '../../engine/store/entities/organisation-filter.ts'
import { Series } from '../../engine/store/entities/series.ts'
import { type Parley, refusal, withParley } from '../testing.ts'
import { type Company, company } from './testing.ts'

let parley: Parley
let here: Company
let accountId: string
beforeAll(async () => {
  parley = await withParley({ passwordThreads: 2 })
  here = await company(parley)
  accountId = await here.account('x', 'Parley')
})
afterAll(() => parley.stop())

const fresh = () => parley.node.newId()
const WEEKLY = { rule: 'FREQ=DAILY;INTERVAL=7', timeZone: 'UTC' }

/** So many days from now, at nine, on clocks in UTC. */
function inDays(days: number): string {
  return `${new Date(parley.node.clock.now() + days * 86_400_000).toISOString().slice(0, 10)}T09:00`
}
const dayOf = (days: number) => inDays(days).slice(0, 10)

/** A post of Mia's for tomorrow. */
async function planned(more: { text?: string; approval?: 'internal' } = {}): Promise<string> {
  const { post } = await here.mia.posts.schedule({
    text: more.text ?? 'again and again',
    targets: [{ to: { kind: 'account', accountId, network: 'x' } }],
    at: { localDateTime: inDays(1), timeZone: 'UTC' },
    approval: more.approval ?? 'none',
    commandId: fresh(),
  })
  return post.id
}

const statusOf = async (postId: string) => (await here.mia.posts.get({ postId })).post.status
const statusesOf = (postIds: readonly string[]) => Promise.all(postIds.map(statusOf))

test('what comes again is made for a month, and shown with what comes after', async () => {
  const postId = await planned()
  const { series, postIds } = await here.mia.posts.recur({ postId, ...WEEKLY })
  expect(postIds).toHaveLength(4)
  const copy = await here.mia.posts.get({ postId: postIds[0] as string })
  expect(copy.post).toMatchObject({ status: 'scheduled', plan: { at: { localDateTime: inDays(8) } } })
  expect(series).toMatchObject({
    postId,
    state: 'running',
    text: 'again and again',
    mayEnd: true,
    trouble: null,
  })
  expect(series.next.map(({ localDateTime, postId: made }) => [localDateTime, made])).toEqual([
    ...[8, 15, 22, 29].map((days, index) => [inDays(days), postIds[index]]),
    [inDays(36), null],
  ])
  for (const one of [postId, postIds[2] as string]) {
    expect((await here.olga.posts.series({ postId: one })).items.map(({ id }) => id)).toEqual([series.id])
  }
  const { items } = await here.olga.posts.list({ query: 'again and again' })
  expect(items.map(({ inSeries }) => inSeries)).toEqual(Array(5).fill(true))
})

test('asked again, also everywhere at once, it makes nothing twice', async () => {
  const postId = await planned({ text: 'at once' })
  const wish = { postId, ...WEEKLY }
  const all = await Promise.all([here.mia, here.adam, here.mia].map((one) => one.posts.recur(wish)))
  expect(new Set(all.map(({ series }) => series.id)).size, 'one series').toBe(1)
  const { items } = await here.mia.posts.list({ query: 'at once' })
  expect(items).toHaveLength(5)

  const other = await planned({ text: 'by command' })
  const begun = { postId: other, ...WEEKLY, commandId: fresh() }
  const first = await here.mia.posts.recur(begun)
  await here.mia.posts.endSeries({ seriesId: first.series.id, cancelFuture: true })
  const repeated = await here.mia.posts.recur(begun)
  expect(repeated.series, 'a repetition does not begin it again').toMatchObject({
    id: first.series.id,
    state: 'ended',
  })
})

test('the same rule again says anew when it ends, and skips more', async () => {
  const postId = await planned({ text: 'anew' })
  const first = await here.mia.posts.recur({ postId, ...WEEKLY })
  const again = await here.mia.posts.recur({ postId, ...WEEKLY, skip: [dayOf(15)], count: 6 })
  expect(again.series).toMatchObject({ id: first.series.id, count: 6, skip: [dayOf(15)] })
  expect(again.series.next.map(({ localDateTime }) => localDateTime)).toEqual([8, 22, 29, 36, 43].map(inDays))
  expect(await statusesOf(first.postIds)).toEqual(['scheduled', 'cancelled', 'scheduled', 'scheduled'])
})

test('one date is skipped, and the others come', async () => {
  const postId = await planned()
  const { series, postIds } = await here.mia.posts.recur({ postId, ...WEEKLY })
  const seriesId = series.id
  const skipped = await here.mia.posts.skipInSeries({ seriesId, date: dayOf(8) })
  expect(skipped).toMatchObject({ cancelled: 1, series: { skip: [dayOf(8)] } })
  const again = await here.mia.posts.skipInSeries({ seriesId, date: dayOf(8) })
  expect(again, 'said twice').toMatchObject({ cancelled: 0, series: { skip: [dayOf(8)] } })
  await here.mia.posts.skipInSeries({ seriesId, date: dayOf(36) })
  const [{ next } = series] = (await here.mia.posts.series({ postId })).items
  expect(next.map(({ localDateTime }) => localDateTime)).toEqual([15, 22, 29, 43, 50].map(inDays))
  expect(await statusesOf(postIds)).toEqual(['cancelled', 'scheduled', 'scheduled', 'scheduled'])
  expect(await refusal(here.mia.posts.skipInSeries({ seriesId, date: dayOf(9) }))).toBe('NOT_IN_SERIES')
  expect(await refusal(here.mia.posts.skipInSeries({ seriesId, date: dayOf(-6) }))).toBe('TIME_PAST')
  expect(await refusal(here.mia.posts.skipInSeries({ seriesId: fresh(), date: dayOf(8) }))).toBe(
    'UNKNOWN_SERIES',
  )
})

test('a series ends with what it has made, or without', async () => {
  const [kept, dropped] = [await planned(), await planned()]
  const keeping = await here.mia.posts.recur({ postId: kept, ...WEEKLY })
  const ended = await here.mia.posts.endSeries({ seriesId: keeping.series.id, cancelFuture: false })
  expect(ended).toMatchObject({ cancelled: 0, series: { state: 'ended' } })
  expect(ended.series.next, 'those that still go out').toHaveLength(4)
  const dropping = await here.mia.posts.recur({ postId: dropped, ...WEEKLY })
  const over = await here.mia.posts.endSeries({ seriesId: dropping.series.id, cancelFuture: true })
  expect(over).toMatchObject({ cancelled: 4, series: { state: 'ended', next: [] } })
  expect(await statusesOf(dropping.postIds)).toEqual(Array(4).fill('cancelled'))
  expect(await statusOf(dropped), 'the post itself stays').toBe('scheduled')

  const anew = await here.mia.posts.recur({ postId: dropped, ...WEEKLY })
  expect(anew.series.id).not.toBe(dropping.series.id)
  expect(await statusesOf(anew.postIds), 'what was cancelled does not stand in the way').toEqual(
    Array(4).fill('scheduled'),
  )
  const beside = await here.mia.posts.recur({ postId: kept, ...WEEKLY })
  expect(beside.postIds, 'what was kept is not made once more').toEqual([])
  expect(await refusal(here.mia.posts.endSeries({ seriesId: fresh(), cancelFuture: true }))).toBe(
    'UNKNOWN_SERIES',
  )
})

test('an edit of the post changes no copy that is made', async () => {
  const postId = await planned()
  const { postIds } = await here.mia.posts.recur({ postId, ...WEEKLY })
  await here.mia.posts.edit({ postId, text: 'something else' })
  const copy = await here.mia.posts.get({ postId: postIds[0] as string })
  expect(copy.post.text).toBe('again and again')
})

test('what needs approval makes copies that need it', async () => {
  const postId = await planned({ approval: 'internal' })
  const { postIds } = await here.mia.posts.recur({ postId, ...WEEKLY })
  expect(await statusesOf(postIds)).toEqual(Array(4).fill('inReview'))
})

test('a series is refused for what it cannot come to', async () => {
  const postId = await planned()
  const recur = (more: object) => refusal(here.mia.posts.recur({ postId, ...WEEKLY, ...more }))
  expect(await recur({ rule: 'FREQ=SECONDLY' })).toBe('RULE_INVALID')
  expect(await recur({ rule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' }), 'never').toBe('RULE_INVALID')
  expect(await recur({ until: dayOf(2) }), 'over before it begins').toBe('RULE_INVALID')
  expect(await recur({ timeZone: 'Mars/Olympus' })).toBe('TIME_INVALID')
  expect(await recur({ until: '2030-02-30' })).toBe('TIME_INVALID')
  const draft = await here.mia.posts.create({ text: 'a draft', targets: [], commandId: fresh() })
  expect(await recur({ postId: draft.post.id })).toBe('NO_PLAN')
  const theirs = await here.adam.posts.schedule({
    text: 'not yours',
    targets: [{ to: { kind: 'account', accountId, network: 'x' } }],
    at: { localDateTime: inDays(1), timeZone: 'UTC' },
    commandId: fresh(),
  })
  expect(await recur({ postId: theirs.post.id })).toBe('NO_PERMISSION')
  const { series } = await here.adam.posts.recur({ postId: theirs.post.id, ...WEEKLY })
  const end = { seriesId: series.id, cancelFuture: true }
  expect(await refusal(here.mia.posts.endSeries(end))).toBe('NO_PERMISSION')
  expect((await here.mia.posts.series({ postId: theirs.post.id })).items[0]?.mayEnd).toBe(false)
})

test('there is an end to how many go on, and lists come in pages', async () => {
  const there = await company(parley)
  const em = parley.node.store.em()
  const { organisationId } = there
  const plan = {
    at: { localDateTime: inDays(1), timeZone: 'UTC', gap: 'after', overlap: 'first' },
    lateness: { maxMs: 0, onLate: 'ask' },
  } as const
  const rows = Array.from({ length: LIMITS.seriesMax }, () => ({
    ...{ id: fresh(), organisationId, postId: fresh(), madeBy: there.people.mia.id, plan, ...WEEKLY },
    madeTo: shiftLocal(inDays(1), { days: 40 }),
    lookAt: new Date(parley.node.clock.now() + 86_400_000),
  }))
  await em.insertMany(Series, rows)
  const account = await there.account('x', 'Full')
  const { post } = await there.mia.posts.schedule({
    text: 'one too many',
    targets: [{ to: { kind: 'account', accountId: account, network: 'x' } }],
    at: { localDateTime: inDays(1), timeZone: 'UTC' },
    commandId: fresh(),
  })
  expect(await refusal(there.mia.posts.recur({ postId: post.id, ...WEEKLY }))).toBe('SERIES_FULL')

  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await there.mia.posts.series({ limit: 90, ...(cursor && { cursor }) })
    seen.push(...page.items.map(({ id }) => id))
    cursor = page.nextCursor
  } while (cursor !== undefined)
  expect([...seen].sort()).toEqual(rows.map(({ id }) => id).sort())
  await em.nativeDelete(Series, { organisationId }, UNSCOPED)
})
