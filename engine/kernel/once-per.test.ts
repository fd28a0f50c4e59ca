import { expect, test } from 'vitest'
import { oncePer } from './once-per.ts'

test('everybody who asks for the same owner gets the same', () => {
  const roomsOf = oncePer((house: { rooms: number }) => Array.from({ length: house.rooms }))
  const [mine, yours] = [{ rooms: 3 }, { rooms: 3 }]
  expect(roomsOf(mine)).toHaveLength(3)
  expect(roomsOf(mine)).toBe(roomsOf(mine))
  expect(roomsOf(yours)).not.toBe(roomsOf(mine))
})

test('a failure is not kept', () => {
  let isBroken = true
  const wordsOf = oncePer((_owner: object) => {
    if (isBroken) throw new Error('broken')
    return ['at last']
  })
  const owner = {}
  expect(() => wordsOf(owner)).toThrow('broken')
  isBroken = false
  expect(wordsOf(owner)).toEqual(['at last'])
})
