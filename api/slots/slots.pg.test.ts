/** Weekly slots of an account: the queue that fills them. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { instantOf, weekdayOf } from '../../engine/post/wall-clock.ts'
import { LIMITS } from '../../engine/protocol/limits.ts'
import { PostingSlot } from '../../engine/store/entities/posting-slot.ts'
import { nextSlotOf } from '../../engine/store/next-slot.ts'
import { type Company, company } from '../posts/testing.ts'
import { type Parley, refusal, withParley } from '../testing.ts'

let parley: Parley
let here: Company

beforeAll(async () => {
  parley = await withParley({ passwordThreads: 2 })
  here = await company(parley)
})
afterAll(() => parley.stop())

const fresh = () => parley.node.newId()
const NINE = { weekday: 1, localTime: '09:00', timeZone: 'Europe/Berlin' }

async function queue(accountId: string, text: string) {
  const slot = await here.adam.slots.next({ accountId })
  if (slot === null) throw new Error('no free slot')
  const { post } = await here.adam.posts.schedule({
    text,
    targets: [{ to: { kind: 'account', accountId, network: 'x' } }],
    at: slot,
    commandId: fresh(),
  })
  return { id: post.id, at: slot.localDateTime }
}

test('queued posts take one free slot after another', async () => {
  const accountId = await here.account('x', 'Queue')
  const { slot } = await here.adam.slots.add({ accountId, ...NINE })
  expect((await here.adam.slots.add({ accountId, ...NINE })).slot, 'the same again').toEqual(slot)
  await here.adam.slots.add({ accountId, ...NINE, weekday: 4 })
  const posts = [await queue(accountId, 'a'), await queue(accountId, 'b'), await queue(accountId, 'c')]
  expect(posts.map(({ at }) => weekdayOf(at.slice(0, 10))).sort()).toContain(4)
  expect(new Set(posts.map(({ at }) => at)).size).toBe(3)
  expect([...posts].map(({ at }) => at)).toEqual(posts.map(({ at }) => at).sort())

  await here.adam.posts.cancel({ postId: posts[0]?.id ?? '' })
  expect((await here.mia.slots.next({ accountId }))?.localDateTime, 'free again').toBe(posts[0]?.at)

  const after = instantOf({ ...NINE, localDateTime: '2030-06-03T09:00', gap: 'after', overlap: 'first' })
  const of = { organisationId: here.organisationId, accountId }
  expect(await nextSlotOf(parley.node.store, of, after as string)).toEqual({
    localDateTime: '2030-06-06T09:00',
    timeZone: 'Europe/Berlin',
    instant: '2030-06-06T07:00:00.000Z',
  })
})

test('a slot that rests is passed over; without any there is no next one', async () => {
  const accountId = await here.account('x', 'Rest')
  const { slot } = await here.adam.slots.add({ accountId, ...NINE })
  const { items, mayKeep } = await here.mia.slots.list({ accountId })
  expect([mayKeep, (await here.adam.slots.list({ accountId })).mayKeep]).toEqual([false, true])
  expect(items).toEqual([{ ...NINE, id: slot.id, accountId, isPaused: false }])
  await here.adam.slots.pause({ slotId: slot.id, isPaused: true })
  expect(await here.mia.slots.next({ accountId })).toBeNull()
  await here.adam.slots.pause({ slotId: slot.id, isPaused: false })
  expect(await here.mia.slots.next({ accountId })).not.toBeNull()
  await here.adam.slots.remove({ slotId: slot.id })
  expect(await here.mia.slots.next({ accountId })).toBeNull()
  expect(await refusal(here.adam.slots.remove({ slotId: slot.id }))).toBe('UNKNOWN_SLOT')
  expect(await refusal(here.mia.slots.add({ accountId, ...NINE }))).toBe('NO_PERMISSION')
  expect(await refusal(here.adam.slots.next({ accountId: fresh() }))).toBe('UNKNOWN_ACCOUNT')
  const nowhere = { accountId, ...NINE, timeZone: 'Mars/Olympus' }
  expect(await refusal(here.adam.slots.add(nowhere))).toBe('TIME_INVALID')
})

test('what comes says which post sits in which slot, and what is free', async () => {
  const accountId = await here.account('x', 'Coming')
  const { slot: monday } = await here.adam.slots.add({ accountId, ...NINE })
  const { slot: resting } = await here.adam.slots.add({ accountId, ...NINE, weekday: 2 })
  const { slot: thursday } = await here.adam.slots.add({ accountId, ...NINE, weekday: 4 })
  await here.adam.slots.pause({ slotId: resting.id })
  const post = await queue(accountId, 'first of all')
  const comes = async (days: number) => (await here.mia.slots.coming({ accountId, days })).items
  const items = await comes(14)
  expect(items.map(({ slotId }) => slotId).sort()).toEqual(
    [monday.id, monday.id, thursday.id, thursday.id].sort(),
  )
  const instants = items.map(({ instant }) => instant)
  expect(instants).toEqual([...instants].sort())
  expect(items[0]).toMatchObject({
    localDateTime: post.at,
    timeZone: 'Europe/Berlin',
    posts: [{ id: post.id, status: 'scheduled', text: 'first of all', mediaIds: [] }],
  })
  expect(items.slice(1).flatMap(({ posts }) => posts)).toEqual([])
  await here.adam.posts.cancel({ postId: post.id })
  expect((await comes(7)).map(({ posts }) => posts)).toEqual([[], []])
  expect(await refusal(here.mia.slots.coming({ accountId, days: 32 }))).toBe('INVALID_INPUT')
})

test('a time of the week is one slot in whatever zone, and a week has only so many', async () => {
  const accountId = await here.account('x', 'Full')
  const { slot } = await here.adam.slots.add({ accountId, ...NINE })
  expect((await here.adam.slots.add({ accountId, ...NINE, timeZone: 'UTC' })).slot).toEqual(slot)
  const rows = Array.from({ length: LIMITS.slotsMax - 1 }, (_, index) => ({
    id: fresh(),
    organisationId: here.organisationId,
    accountId,
    weekday: 2,
    localTime: `${String(Math.floor(index / 60)).padStart(2, '0')}:${String(index % 60).padStart(2, '0')}`,
    timeZone: 'UTC',
  }))
  await parley.node.store.em().insertMany(PostingSlot, rows)
  expect(await refusal(here.adam.slots.add({ accountId, ...NINE, weekday: 3 }))).toBe('SLOTS_FULL')
})

test('a shuffle exchanges times among what is queued, and asked again does nothing more', async () => {
  const accountId = await here.account('x', 'Shuffle')
  await here.adam.slots.add({ accountId, ...NINE })
  const posts = [] as Awaited<ReturnType<typeof queue>>[]
  for (const text of ['a', 'b', 'c', 'd', 'e', 'f']) posts.push(await queue(accountId, text))
  const timesOf = async () => {
    const found = await Promise.all(posts.map(({ id }) => here.mia.posts.get({ postId: id })))
    return found.map(({ post }) => post.plan?.at.localDateTime)
  }
  const before = await timesOf()
  const wish = { accountId, commandId: fresh() }
  await here.adam.slots.shuffle(wish)
  const after = await timesOf()
  expect([...after].sort()).toEqual([...before].sort())
  await here.adam.slots.shuffle(wish)
  expect(await timesOf()).toEqual(after)
})
