import { expect, test } from 'vitest'
import { makeBreakers } from './breaker.ts'

const REST_MS = 30_000

function broken() {
  const breaker = makeBreakers().of('x')
  for (let failure = 0; failure < 5; failure++) {
    expect(breaker.mayCall(failure)).toBe(true)
    breaker.failed(failure)
  }
  return breaker
}

test('five failures in a row, and it is left alone for half a minute', () => {
  const breaker = broken()
  expect(breaker.mayCall(5)).toBe(false)
  expect(breaker.retryAtMs()).toBe(4 + REST_MS)
  expect(breaker.mayCall(4 + REST_MS - 1)).toBe(false)
})

test('failures with an answer between them are no row', () => {
  const breaker = makeBreakers().of('x')
  for (let failure = 0; failure < 50; failure++) {
    breaker.failed(failure)
    if (failure % 4 === 3) breaker.succeeded()
  }
  expect(breaker.mayCall(50)).toBe(true)
})

test('after its rest one call looks, and the others wait for what comes of it', () => {
  const breaker = broken()
  const later = 4 + REST_MS
  expect([breaker.mayCall(later), breaker.mayCall(later), breaker.mayCall(later + 1)]).toEqual([
    true,
    false,
    false,
  ])
  breaker.succeeded()
  expect([breaker.mayCall(later + 2), breaker.mayCall(later + 2)]).toEqual([true, true])
})

test('when that one fails as well, it rests again', () => {
  const breaker = broken()
  const later = 4 + REST_MS
  expect(breaker.mayCall(later)).toBe(true)
  breaker.failed(later + 10)
  expect(breaker.mayCall(later + 10 + REST_MS - 1)).toBe(false)
  expect(breaker.mayCall(later + 10 + REST_MS)).toBe(true)
})

test('when nothing ever comes of that one, another may look', () => {
  const breaker = broken()
  const later = 4 + REST_MS
  expect(breaker.mayCall(later)).toBe(true)
  expect(breaker.mayCall(later + REST_MS - 1)).toBe(false)
  expect(breaker.mayCall(later + REST_MS)).toBe(true)
})

test('who only asks whether it is well takes nobody’s turn', () => {
  const breaker = broken()
  expect(breaker.isClosed()).toBe(false)
  expect(breaker.mayCall(4 + REST_MS)).toBe(true)
  breaker.succeeded()
  expect(breaker.isClosed()).toBe(true)
})

test('networks break one by one', () => {
  const breakers = makeBreakers({ failuresMax: 1, restMs: REST_MS })
  breakers.of('x').failed(0)
  expect([breakers.of('x').mayCall(1), breakers.of('linkedin').mayCall(1)]).toEqual([false, true])
})
