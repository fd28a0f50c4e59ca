import { expect, test } from 'vitest'
import type { Destination } from '../../../../../engine/protocol/post-shapes.ts'
import { checkedDraft, hasFatal } from './checked.ts'
import { EMPTY, keyOf, withChange, withToggled } from './draft.ts'

const ROOM: Destination = { kind: 'conversation', conversationId: 'c1' }
const OTHER: Destination = { kind: 'conversation', conversationId: 'c2' }
const drafted = [ROOM, OTHER].reduce(withToggled, { ...EMPTY, text: 'hello' })

test('each target is measured by what it says itself', () => {
  const long = withChange(drafted, keyOf(OTHER), { text: 'x'.repeat(8_001) })
  const [room, other] = checkedDraft(long)
  expect([room?.key, room?.count, room?.problems]).toEqual([keyOf(ROOM), 5, []])
  expect(other?.problems.map(({ code, isFatal, step }) => [code, isFatal, step])).toEqual([
    ['text-too-long', true, 0],
  ])
})

test('one refusal is enough to stop it', () => {
  expect(hasFatal(checkedDraft(drafted))).toBe(false)
  expect(hasFatal(checkedDraft(withChange(drafted, keyOf(ROOM), { text: '' })))).toBe(true)
})
