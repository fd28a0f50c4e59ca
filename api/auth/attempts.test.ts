import { expect, test } from 'vitest'
import { Refusal } from '../../engine/protocol/errors.ts'
import { addressKey, makeAttempts } from './attempts.ts'

test('after the last attempt a key is refused until its window ends, and others are not', () => {
  let nowMs = 1_000
  const attempts = makeAttempts({ max: 3, windowMs: 60_000 }, () => nowMs)
  for (let attempt = 0; attempt < 3; attempt++) {
    attempts.check('ann')
    attempts.count('ann')
    nowMs += 1_000
  }
  expect(refusalOf(() => attempts.check('ann'))).toMatchObject({
    reason: 'RATE_LIMITED',
    retryAfterMs: 57_000,
  })
  attempts.check('bob')
  nowMs += 57_000
  attempts.check('ann')
})

test('a flood of keys costs a bounded memory: the oldest are forgotten', () => {
  const attempts = makeAttempts({ max: 1, windowMs: 60_000 }, () => 0)
  for (let key = 0; key < 30_000; key++) attempts.count(`${key}`)
  attempts.check('0')
  expect(refusalOf(() => attempts.check('29999'))?.reason).toBe('RATE_LIMITED')
})

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002::9', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['', ''],
])('the address %s counts as %s', (address, key) => {
  expect(addressKey(address)).toBe(key)
})

function refusalOf(run: () => void): Refusal | null {
  try {
    run()
    return null
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}
