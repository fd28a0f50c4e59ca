import { expect, it } from 'vitest'
import { assert, must, unreachable } from './assert.ts'

it('assert says what should have been true', () => {
  expect(() => assert(1 > 2, 'one is more than two')).toThrow('assertion failed: one is more than two')
  expect(() => assert(true, 'fine')).not.toThrow()
})

it('must lets through everything but nothing', () => {
  expect([must(0, ''), must('', ''), must(false, '')]).toEqual([0, '', false])
  expect(() => must(null, 'it is there')).toThrow('it is there')
  expect(() => must(undefined, 'it is there')).toThrow('it is there')
})

it('unreachable shows what reached it', () => {
  expect(() => unreachable({ kind: 'new' } as never)).toThrow('{"kind":"new"}')
})
