import { expect, test } from 'vitest'
import { Refusal } from '../../../engine/protocol/errors.ts'
import { errorText, reasonOf } from './reasons.ts'

test('a reason is found in an answer of tRPC and in a refusal', () => {
  expect(reasonOf({ message: 'x', data: { reason: 'EMAIL_TAKEN' } })).toBe('EMAIL_TAKEN')
  expect(reasonOf(new Refusal('NO_PERMISSION'))).toBe('NO_PERMISSION')
})

test('what has no reason of ours is a server that was not reached', () => {
  expect(reasonOf(new TypeError('Failed to fetch'))).toBe(null)
  expect(reasonOf({ data: { reason: 'toString' } })).toBe(null)
  expect(errorText(new TypeError('Failed to fetch'))).toContain('could not be reached')
})
