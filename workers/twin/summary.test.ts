/** A week in numbers, and on a page. */
import { expect, test } from 'vitest'
import { overruled } from './overruled.ts'
import { pageOf } from './page.ts'
import type { Prediction } from './predict.ts'
import { summaryOf } from './summary.ts'
import { accountOf, weekOf } from './testing.ts'

const MINUTE_MS = 60_000

function prediction(more: Partial<Prediction> = {}): Prediction {
  return {
    postId: 'post',
    organisationId: 'home',
    targetId: 't1',
    step: 0,
    to: { kind: 'account', accountId: 'x-account', network: 'x' },
    text: 'hello world',
    at: '2026-11-23T09:00:00.000Z',
    timeZone: 'Europe/Berlin',
    fate: 'published',
    publishedAt: '2026-11-23T09:00:00.100Z',
    lateMs: 100,
    url: null,
    asks: [],
    throttled: [],
    ...more,
  }
}

const GOOD = prediction()
const LATE = prediction({ lateMs: 34 * MINUTE_MS })
const ASKED = prediction({
  fate: 'needsPerson',
  publishedAt: null,
  asks: [{ at: '2026-11-24T09:00:00.000Z', what: 'whether it is out: nobody could tell for a day' }],
})
const NOTHING = { warnings: [], costMils: 0 }

test('who needs somebody only because a network failed is counted, and is no trouble of the plans', () => {
  const summary = summaryOf({ ...NOTHING, predictions: [GOOD, LATE, ASKED], calm: [GOOD, GOOD, GOOD] })
  expect(summary).toMatchObject({ published: 2, late: 1, lateMsMax: 34 * MINUTE_MS, needsPerson: 1 })
  expect(summary).toMatchObject({ needsPersonAnyway: 0, isTrouble: false })
})

test('who needs somebody on a calm week too is trouble, also where faults would have hidden it', () => {
  const summary = summaryOf({ ...NOTHING, predictions: [GOOD], calm: [ASKED] })
  expect(summary).toMatchObject({ needsPerson: 0, needsPersonAnyway: 1, isTrouble: true })
})

test('a plan that cannot go well is trouble, one that may be spoiled is none', () => {
  const { postId, targetId, to, at } = GOOD
  const warned = (isFatal: boolean) =>
    summaryOf({
      predictions: [GOOD],
      calm: [GOOD],
      warnings: [{ postId, targetId, step: null, to, at, says: '', isFatal }],
      costMils: 0,
    })
  expect([warned(true).isTrouble, warned(false).isTrouble]).toEqual([true, false])
})

test('what the rules of a network refuse does not go out, whatever its fake took', () => {
  const { postId, targetId, to, at } = GOOD
  const says = '9 characters too many for X'
  const part = prediction({ step: 1 })
  const [post, untouched] = overruled(
    [GOOD, part],
    [{ postId, targetId, step: 0, to, at, says, isFatal: true }],
  )
  expect(post).toMatchObject({ fate: 'needsPerson', asks: [{ at, what: `to change it: ${says}` }] })
  expect(untouched).toBe(part)
})

test('of each account the first time that it is told to wait', () => {
  const until = '2026-11-23T09:15:00.000Z'
  const throttled = (minute: number) =>
    prediction({ throttled: [{ at: `2026-11-23T09:0${minute}:00.000Z`, until }] })
  const { quotas } = summaryOf({ ...NOTHING, predictions: [throttled(5), throttled(2)], calm: [] })
  expect(quotas).toEqual([{ to: GOOD.to, at: '2026-11-23T09:02:00.000Z', until }])
})

test('the page tells each post on the clocks of its plan, what is asked, and the sum of it', () => {
  const predictions = [ASKED, LATE]
  const summary = summaryOf({ predictions, calm: [GOOD, GOOD], warnings: [], costMils: 230 })
  const week = weekOf({ accounts: [accountOf('x')] })
  const page = pageOf({ week, how: 'seed 1, faults usual', predictions, warnings: [], summary })
  expect(page.split('\n').map((line) => line.replace(/ {2,}/g, '  '))).toEqual([
    'Twin of 0 posts from 2026-11-21 to 2026-11-28, seed 1, faults usual',
    '',
    '2026-11-23 10:00 Europe/Berlin  X @acme  needs a person  hello world',
    '  2026-11-24 10:00 Europe/Berlin  somebody is asked whether it is out: nobody could tell for a day',
    '2026-11-23 10:00 Europe/Berlin  X @acme  published 34 min late  hello world',
    '',
    '1 published, 1 late, at most 34 min',
    '1 need a person; 0 would although nothing went wrong outside',
    '0.23 USD for X',
  ])
})
