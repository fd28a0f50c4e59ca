import { expect, test } from 'vitest'
import { conversationKind } from '../conversation/kind.ts'
import { makeOneNode } from '../sim/one-node.ts'
import type { RoomKind } from './ports.ts'

const AT = '2026-11-21T00:01:00.000Z'
const waking: RoomKind = {
  ...conversationKind,
  dues: (state) => new Map(state === conversationKind.empty ? [] : [['ring', { at: AT, waker: 'owner' }]]),
} as RoomKind

test('what a commit armed is noted, though nobody heard that it was durable', async () => {
  const noted: string[] = []
  const node = makeOneNode({
    kinds: [waking],
    alarm: { note: (_, changes) => void noted.push(...changes.map(({ name }) => name)) },
  })
  node.faults.after = ({ name }) => (name === 'commit' ? Promise.reject(new Error('torn')) : undefined)
  const create = {
    type: 'conversation.create',
    conversationKind: 'group',
    title: 'Us',
    memberIds: [] as string[],
  } as const
  const asked = node.ask('ann', 'room', create).catch(({ reason }) => reason)
  await node.settle()
  expect(await asked).toBe('UNAVAILABLE')
  expect(noted).toEqual([])
  delete node.faults.after
  node.clock.advance(1_000)
  await node.settle()
  expect(noted).toEqual(['ring'])
})
