import { expect, test } from 'vitest'
import { isUuid } from '../../engine/kernel/ids.ts'
import { directRoomId, madeRoomId } from './room-id.ts'

const [ORG, OTHER_ORG, ANN, BOB, CLEO] = ['org', 'other', 'ann', 'bob', 'cleo']

test('two people have one direct conversation, whoever begins', () => {
  expect(directRoomId(ORG, ANN, BOB)).toBe(directRoomId(ORG, BOB, ANN))
  expect(directRoomId(ORG, ANN, BOB)).not.toBe(directRoomId(ORG, ANN, CLEO))
})

test('in another organisation it is another one', () => {
  expect(directRoomId(ORG, ANN, BOB)).not.toBe(directRoomId(OTHER_ORG, ANN, BOB))
  expect(madeRoomId(ORG, ANN, 'c1')).not.toBe(madeRoomId(OTHER_ORG, ANN, 'c1'))
})

test('a retry finds the room its first attempt made', () => {
  expect(madeRoomId(ORG, ANN, 'c1')).toBe(madeRoomId(ORG, ANN, 'c1'))
  expect(madeRoomId(ORG, ANN, 'c1')).not.toBe(madeRoomId(ORG, BOB, 'c1'))
})

test('the ids are UUIDs of version 8, the same for ever', () => {
  expect(isUuid(madeRoomId(ORG, ANN, 'c1'))).toBe(true)
  expect(directRoomId(ORG, ANN, BOB)[14]).toBe('8')
  // stored rooms are found by this rule: changing it would strand every direct conversation
  expect(directRoomId(ORG, ANN, BOB)).toMatchInlineSnapshot(`"9708b660-8c35-8a2d-860e-c4eda1692e3d"`)
})
