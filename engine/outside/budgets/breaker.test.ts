import { beforeEach, expect, test } from 'vitest'
import { type Breakers, makeBreakers } from './breaker.ts'

const REST_MS = 30_000
const START = Date.parse('2026-11-21T12:00:00.000Z')

let nowMs: number
let breakers: Breakers
beforeEach(() => {
  nowMs = START
  breakers = makeBreakers({ now: () => nowMs })
})

const mayCall = () => breakers.closedUntil('x') === null
function breaks(): void {
  for (let failure = 0; failure < 5; failure++) {
    expect(mayCall()).toBe(true)
    breakers.saw('x', false)
  }
}

test('five failures in a row, and it is left alone for half a minute', () => {
  breaks()
  expect(breakers.closedUntil('x')).toBe('2026-11-21T12:00:30.000Z')
  nowMs = START + REST_MS - 1
  expect(mayCall()).toBe(false)
})

test('failures with an answer between them are no row', () => {
  for (let call = 0; call < 50; call++) breakers.saw('x', call % 5 === 4)
  expect(mayCall()).toBe(true)
})

test('after its rest one call looks, and the others wait for what comes of it', () => {
  breaks()
  nowMs = START + REST_MS
  expect([mayCall(), mayCall(), mayCall()]).toEqual([true, false, false])
  breakers.saw('x', true)
  expect([mayCall(), mayCall()]).toEqual([true, true])
})

test('when that one fails as well, it rests again', () => {
  breaks()
  nowMs = START + REST_MS
  expect(mayCall()).toBe(true)
  nowMs += 10
  breakers.saw('x', false)
  nowMs += REST_MS - 1
  expect(mayCall()).toBe(false)
  nowMs += 1
  expect(mayCall()).toBe(true)
})

test('when nothing is ever seen of that one, another may look', () => {
  breaks()
  nowMs = START + REST_MS
  expect(mayCall()).toBe(true)
  nowMs += REST_MS - 1
  expect(mayCall()).toBe(false)
  nowMs += 1
  expect(mayCall()).toBe(true)
})

test('networks break one by one', () => {
  breaks()
  expect([breakers.closedUntil('x'), breakers.closedUntil('linkedin')]).toEqual([expect.any(String), null])
})
