/** A series goes on by itself, whoever looks after it, and stops with a reason when its copies cannot be made. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readConfig } from '../../engine/host/config.ts'
import type { ParleyNode } from '../../engine/node.ts'
import { makeSeries } from '../../engine/planning/make-series.ts'
import { SERIES_DAYS } from '../../engine/post/series.ts'
import { statusOf } from '../../engine/post/status.ts'
import { instantOf } from '../../engine/post/wall-clock.ts'
import type { Series } from '../../engine/store/entities/series.ts'
import { changeSeries, dropCopies, endSeries } from '../../engine/store/series.ts'
import { type TestDatabase, withDatabase } from '../../engine/store/testing.ts'
import { startWorld, type World } from '../../engine/testing/world.ts'
import { makeDue } from './series.ts'
import { copyId, type House, handsOf, houseOf } from './testing.ts'

const DAY_MS = 86_400_000

let database: TestDatabase
let world: World
let node: ParleyNode
let house: House
beforeAll(async () => {
  database = await withDatabase()
  world = await startWorld({ ...readConfig({ LOG_LEVEL: 'silent' }), databaseUrl: database.url })
  node = world.nodes[0] as ParleyNode
})
beforeEach(async () => {
  house = await houseOf(node)
})
afterAll(async () => {
  await world?.stop()
  await database?.stop()
})

/** What clocks in UTC show in so many days. */
function inDays(days: number, time = '09:00'): string {
  return `${new Date(node.clock.now() + days * DAY_MS).toISOString().slice(0, 10)}T${time}`
}

const standingOf = async (series: Series) =>
  (await house.copies(series.id)).map(({ localAt, post }) => [localAt, post && statusOf(post)])

test('a month is made at once and the rest in time, by what the post says then', async () => {
  const series = await house.series({ rule: 'FREQ=DAILY;INTERVAL=7', start: inDays(1) })
  await makeDue(handsOf(node))
  const weeks = [8, 15, 22, 29].map((days) => [inDays(days), 'scheduled'])
  expect(await standingOf(series)).toEqual(weeks)
  await makeDue(handsOf(node, DAY_MS))
  expect(await standingOf(series), 'nothing more comes into sight').toEqual(weeks)

  const same = { media: null, tags: null, add: [], remove: [], change: [] }
  await house.ask(series.postId, { type: 'post.edit', text: 'changed', ...same })
  await makeDue(handsOf(node, 8 * DAY_MS))
  const copies = await house.copies(series.id)
  expect(copies.map(({ post }) => post?.text)).toEqual(['first', 'first', 'first', 'first', 'changed'])
  expect(await house.standing(series.id)).toMatchObject({ state: 'running', passed: 5 })
})

test('workers that look at once make each copy once', async () => {
  const series = await house.series({ rule: 'FREQ=DAILY', start: inDays(-10) })
  const hands = [handsOf(node), handsOf(node), handsOf(node)]
  await Promise.all([...hands.map((one) => makeSeries(one, series)), makeDue(hands[0] ?? handsOf(node))])
  const copies = await house.copies(series.id)
  expect(copies.length).toBeGreaterThanOrEqual(SERIES_DAYS)
  // made and planned, and nothing else ever happened to it
  expect(copies.map(({ post }) => post?.head)).toEqual(copies.map(() => 2))
  expect(await house.posts()).toBe(copies.length + 1)
})

test('what died in the middle is made whole by whoever looks next', async () => {
  const series = await house.series({ rule: 'FREQ=DAILY;INTERVAL=7', start: inDays(1) })
  const hands = handsOf(node)
  let wishes = 0
  const dies: typeof hands = {
    ...hands,
    // after the second copy is begun, and before it has its time
    deliver: (wish) => (++wishes > 3 ? Promise.reject(new Error('killed')) : hands.deliver(wish)),
  }
  await expect(makeSeries(dies, series)).rejects.toThrow('killed')
  expect((await standingOf(series)).map(([, status]) => status)).toEqual(['scheduled', 'draft'])
  await makeDue(hands)
  expect((await standingOf(series)).map(([, status]) => status)).toEqual(Array(4).fill('scheduled'))
})

test('a copy keeps its hour through the night on which clocks jump', async () => {
  // thirty days from then hold 28 March, when Berlin jumps from two to three
  const laterMs = Date.parse('2027-03-10T12:00Z') - node.clock.now()
  const series = await house.series({
    rule: 'FREQ=DAILY',
    start: '2027-03-09T02:30',
    timeZone: 'Europe/Berlin',
  })
  await makeDue(handsOf(node, laterMs))
  const copies = await house.copies(series.id)
  const instants = new Map(
    copies.map(({ localAt, post }) => [localAt, post?.plan && instantOf(post.plan.at)]),
  )
  expect(instants.get('2027-03-27T02:30')).toBe('2027-03-27T01:30:00.000Z')
  expect(instants.get('2027-03-28T02:30'), 'as long after the jump').toBe('2027-03-28T01:30:00.000Z')
  expect(instants.get('2027-03-29T02:30')).toBe('2027-03-29T00:30:00.000Z')
  expect(copies).toHaveLength(30)
})

test('what needs approval makes copies that need it', async () => {
  const series = await house.series({
    rule: 'FREQ=DAILY;INTERVAL=14',
    start: inDays(1),
    approval: 'internal',
  })
  await makeDue(handsOf(node))
  expect((await standingOf(series)).map(([, status]) => status)).toEqual(['inReview', 'inReview'])
})

describe('while a copy is being made', () => {
  /** Lets `act` happen between the first copy's creation and its time. */
  async function interrupted(series: Series, act: () => Promise<unknown>): Promise<void> {
    const hands = handsOf(node)
    let wishes = 0
    const deliver: typeof hands.deliver = async (wish) => {
      if (++wishes === 2) await act()
      return hands.deliver(wish)
    }
    await makeSeries({ ...hands, deliver }, series)
  }

  test('its series ends: that copy is cancelled and no other is made', async () => {
    const series = await house.series({ rule: 'FREQ=DAILY;INTERVAL=7', start: inDays(1) })
    await interrupted(series, async () => {
      await endSeries(node.store, series.id, house.userId)
      await dropCopies(node.store, series.id, inDays(0), null)
    })
    expect(await standingOf(series)).toEqual([[inDays(8), 'cancelled']])
    await makeDue(handsOf(node, 14 * DAY_MS))
    expect(await house.copies(series.id), 'never again').toHaveLength(1)
    expect(await house.standing(series.id)).toMatchObject({ state: 'ended', endedBy: house.userId })
  })

  test('its date is skipped: the others come, and how far it got is not lost', async () => {
    const series = await house.series({ rule: 'FREQ=DAILY;INTERVAL=7', start: inDays(1) })
    const date = inDays(8).slice(0, 10)
    await interrupted(series, async () => {
      await changeSeries(node.store, series.id, { skip: [date], until: null, count: null })
      await dropCopies(node.store, series.id, inDays(0), date)
    })
    await makeDue(handsOf(node))
    expect(await standingOf(series)).toEqual([
      [inDays(8), 'cancelled'],
      ...[15, 22, 29].map((days) => [inDays(days), 'scheduled']),
    ])
  })
})

describe('a series stops and says why', () => {
  const begun = () => house.series({ rule: 'FREQ=DAILY;INTERVAL=7', start: inDays(1) })

  test('when its account is disconnected; what is made stays', async () => {
    const series = await begun()
    await makeDue(handsOf(node))
    await house.disconnect()
    await makeDue(handsOf(node, 10 * DAY_MS))
    expect(await house.standing(series.id)).toMatchObject({ state: 'stopped', trouble: 'UNKNOWN_ACCOUNT' })
    expect(await house.copies(series.id)).toHaveLength(4)
  })

  test('when its author has left', async () => {
    const series = await begun()
    await house.leave()
    await makeDue(handsOf(node))
    expect(await house.standing(series.id)).toMatchObject({ state: 'stopped', trouble: 'NO_PERMISSION' })
    expect(await house.copies(series.id)).toEqual([])
  })
})

test('a post with two rules comes once at a time', async () => {
  const weekly = await house.series({ rule: 'FREQ=DAILY;INTERVAL=7', start: inDays(1) })
  await makeDue(handsOf(node))
  const daily = await house.standing(weekly.id)
  const { store } = node
  const id = node.newId()
  await store.em().execute(
    `INSERT INTO series (id, organisation_id, post_id, made_by, rule, time_zone, plan, made_to, look_at)
     SELECT ?, organisation_id, post_id, made_by, 'FREQ=DAILY', time_zone, plan, ?, now() - interval '1 s' FROM series WHERE id = ?`,
    [id, daily.plan.at.localDateTime, daily.id],
  )
  await makeDue(handsOf(node))
  const times = (await house.copies(id)).map(({ localAt }) => localAt)
  expect(times).toContain(inDays(9))
  expect(times).not.toContain(inDays(8))
  expect(await node.readPost(copyId(id, inDays(8)))).toBeNull()
})
