import { expect, test } from 'vitest'
import type { ClusterStatus } from '../../app/api.ts'
import { ageWords, verdictOf } from './cluster-words.ts'

const member = (nodeId: string, more: Partial<ClusterStatus['members'][number]> = {}) => ({
  nodeId,
  status: 'up' as const,
  address: null,
  beatAgeMs: 300,
  shards: 2,
  termMax: 1,
  ...more,
})
const WELL: ClusterStatus = {
  nodeId: 'a',
  epoch: 'e',
  members: [member('a'), member('b')],
  owners: ['a', 'b', 'a', 'b'].map((nodeId) => ({ nodeId, term: 1 })),
  unowned: 0,
  knownMs: 200,
  lagMs: 2,
  isBusConnected: true,
  deeds: { tookOver: 0, claimed: 4, given: 0, unanswered: 0 },
}

test('all is well with many nodes, and with one that has no bus', () => {
  expect(verdictOf(WELL)).toMatchObject({ tone: 'well', detail: '2 nodes share 4.' })
  const alone = { ...WELL, members: [member('a', { shards: 4 })], isBusConnected: null }
  expect(verdictOf(alone)).toMatchObject({ tone: 'well', detail: 'One node serves all 4.' })
})

test('the worst is said first', () => {
  const silent = { ...WELL, members: [member('a'), member('b', { beatAgeMs: 2_000 })] }
  const cut = { ...silent, isBusConnected: false }
  const blind = { ...cut, knownMs: 12_000 }
  const unowned = { ...blind, unowned: 1 }
  expect(verdictOf(silent)).toMatchObject({ tone: 'doubt', title: 'b is silent' })
  expect(verdictOf(cut)).toMatchObject({ tone: 'doubt', title: 'a is cut off from NATS' })
  expect(verdictOf(blind).detail).toContain('12 s ago')
  expect(verdictOf(unowned)).toMatchObject({ tone: 'alarm', title: '1 of 4 shards has no owner' })
})

test('who has left or died is not missed', () => {
  const gone = member('c', { status: 'dead', beatAgeMs: 900_000, shards: 0 })
  expect(verdictOf({ ...WELL, members: [...WELL.members, gone] }).tone).toBe('well')
})

test('ages are as short as they can be', () => {
  const ages = [0, 420, 9_940, 42_000, 180_000, 18_000_000, 4 * 86_400_000]
  expect(ages.map(ageWords)).toEqual([
    '0.0 s ago',
    '0.4 s ago',
    '9.9 s ago',
    '42 s ago',
    '3 min ago',
    '5 h ago',
    '4 d ago',
  ])
})
