/** What the plans alone tell, before anything is played. */
import { expect, test } from 'vitest'
import { accountOf, planned, to, weekOf } from './testing.ts'
import { warningsOf } from './warnings.ts'
import type { Week } from './week.ts'

const AT = '2026-11-25T09:00'

function told(more: Partial<Week>): [string, boolean][] {
  return warningsOf(weekOf(more)).map(({ says, isFatal }) => [says, isFatal])
}

test('a week in which all is well tells nothing', () => {
  const posts = [planned({ targets: [to('x'), to('linkedin')], localDateTime: AT })]
  const accounts = [accountOf('x'), accountOf('linkedin', { expiresAt: '2026-12-24T00:00:00.000Z' })]
  expect(told({ posts, accounts })).toEqual([])
})

test('a text is too long for one network, and fine for the other', () => {
  const posts = [planned({ text: 'a'.repeat(289), targets: [to('x'), to('linkedin')], localDateTime: AT })]
  expect(told({ posts, accounts: [accountOf('x'), accountOf('linkedin')] })).toEqual([
    [expect.stringContaining('9 '), true],
  ])
})

test('an account is dead, another gone, and the token of a third ends before', () => {
  const targets = [to('x'), to('facebook'), to('linkedin')]
  const accounts = [
    accountOf('x', { health: 'dead', trouble: 'revoked' }),
    accountOf('facebook', { isRemoved: true }),
    accountOf('linkedin', { expiresAt: '2026-11-25T08:59:59.000Z' }),
  ]
  expect(told({ posts: [planned({ targets, localDateTime: AT })], accounts })).toEqual([
    ['the account must be connected again (revoked)', true],
    [expect.stringContaining('disconnected'), true],
    [expect.stringContaining('the token ends on 2026-11-25T08:59:59.000Z'), true],
  ])
})

test('tokens that are exchanged for others by themselves are nobody’s trouble', () => {
  const accounts = [accountOf('x', { expiresAt: '2026-11-21T12:00:00.000Z' })]
  expect(told({ posts: [planned({ targets: [to('x')], localDateTime: AT })], accounts })).toEqual([])
})

test('a time that no clock shows, with what becomes of it', () => {
  const inGap = { targets: [to('x')], localDateTime: '2027-03-28T02:30', timeZone: 'Europe/Berlin' }
  const accounts = [accountOf('x')]
  expect(told({ posts: [planned(inGap)], accounts })).toEqual([
    [expect.stringContaining('no 2027-03-28 02:30 in Europe/Berlin'), false],
  ])
})

test('the post that is one too many for an account, and no other', () => {
  const posts = Array.from({ length: 152 }, (_, minute) =>
    planned({
      targets: [to('linkedin')],
      localDateTime: `2026-11-25T0${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`,
    }),
  )
  const warnings = warningsOf(weekOf({ posts, accounts: [accountOf('linkedin')] }))
  expect(warnings.map(({ at, says }) => [at, says])).toEqual([
    ['2026-11-25T02:30:00.000Z', 'it is one more than the 150 posts that are taken in 24 hours'],
  ])
})

test('what the network itself said is left, and until when it wants to be left alone', () => {
  const posts = ['09:00', '09:10', '11:00'].map((time) =>
    planned({ targets: [to('x')], localDateTime: `2026-11-22T${time}` }),
  )
  const budget = { key: 'calls x x-account', used: 9, limitAtMost: 10, endsAt: '2026-11-22T10:00:00.000Z' }
  const blocked = { ...budget, blockedUntil: '2026-11-22T09:05:00.000Z' }
  expect(told({ posts, accounts: [accountOf('x')], budgets: [blocked] })).toEqual([
    ['the network asked for patience until 2026-11-22T09:05:00.000Z', false],
    ['the network said that 1 calls are left until 2026-11-22T10:00:00.000Z', false],
  ])
})

test('the same words twice on a day, and not on the next', () => {
  const say = (localDateTime: string) => planned({ text: 'hello', targets: [to('x')], localDateTime })
  const posts = [say('2026-11-23T09:00'), say('2026-11-23T18:00'), say('2026-11-25T09:00')]
  const warnings = warningsOf(weekOf({ posts, accounts: [accountOf('x')] }))
  expect(warnings.map(({ at, says }) => [at, says])).toEqual([
    ['2026-11-23T18:00:00.000Z', expect.stringContaining('the same on 2026-11-23T09:00:00.000Z')],
  ])
})
