import { expect, test } from 'vitest'
import { startsDay, startsGroup } from './grouping.ts'

const said = (authorId: string, minute: number, replyTo: string | null = null, day = 21) => ({
  authorId,
  at: new Date(2026, 10, day, 10, minute).toISOString(),
  replyTo,
})

test('one voice within five minutes is one group', () => {
  expect(startsGroup(undefined, said('ann', 0))).toBe(true)
  expect(startsGroup(said('ann', 0), said('ann', 4))).toBe(false)
  expect(startsGroup(said('ann', 0), said('ann', 5))).toBe(true)
  expect(startsGroup(said('ann', 0), said('bob', 0))).toBe(true)
})

test('an answer shows who gives it', () => {
  expect(startsGroup(said('ann', 0), said('ann', 1, 'm1'))).toBe(true)
})

test('a new day starts a group and gets a separator', () => {
  expect(startsDay(said('ann', 0, null, 20), said('ann', 0, null, 21))).toBe(true)
  expect(startsGroup(said('ann', 0, null, 20), said('ann', 0, null, 21))).toBe(true)
  expect(startsDay(said('ann', 0), said('bob', 9))).toBe(false)
})
