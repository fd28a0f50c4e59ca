import { expect, test } from 'vitest'
import { Refusal } from '../../../engine/protocol/errors.ts'
import { errorText, reasonOf, reasonText } from './reasons.ts'

test('a reason is found in an answer of tRPC and in a refusal', () => {
  expect(reasonOf({ message: 'x', data: { reason: 'EMAIL_TAKEN' } })).toBe('EMAIL_TAKEN')
  expect(reasonOf(new Refusal('NO_PERMISSION'))).toBe('NO_PERMISSION')
})

test('whoever cannot do anything about a node is not told of nodes', () => {
  for (const reason of ['OWNER_UNREACHABLE', 'NOT_OWNER', 'SHUTTING_DOWN', 'UNAVAILABLE'] as const)
    expect(reasonText(reason)).not.toMatch(/node|shard|owner/)
})

test('what has no reason of ours is a server that was not reached', () => {
  expect(reasonOf(new TypeError('Failed to fetch'))).toBe(null)
  expect(reasonOf({ data: { reason: 'toString' } })).toBe(null)
  expect(errorText(new TypeError('Failed to fetch'))).toContain('could not be reached')
})
