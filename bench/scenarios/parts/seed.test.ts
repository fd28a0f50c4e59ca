import { describe, expect, it } from 'vitest'
import { spread } from './seed.ts'

describe('rooms that are spread over people', () => {
  const people = Array.from({ length: 100 }, (_, number) => `person ${number}`)

  it('have the size that was asked for, and nobody twice', () => {
    for (const { memberIds } of spread(people, 10, 20)) {
      expect(memberIds).toHaveLength(10)
      expect(new Set(memberIds).size).toBe(10)
    }
  })

  it('put everybody in the same number of rooms', () => {
    const rooms = spread(people, 10, 20)
    const of = (person: string) => rooms.filter(({ memberIds }) => memberIds.includes(person)).length
    expect(people.map(of)).toEqual(people.map(() => 20))
  })

  it('hold everybody when there are fewer people than places', () => {
    expect(spread(people.slice(0, 3), 10, 1)[0]?.memberIds).toHaveLength(3)
  })
})
