import { expect, test } from 'vitest'
import { cell, derive, through, until } from './observable.ts'

test('subscribers hear of a change, not of the same value again', () => {
  const count = cell(1)
  const heard: number[] = []
  const stop = count.subscribe(() => heard.push(count.get()))
  count.set(1)
  count.set(2)
  stop()
  count.set(3)
  expect(heard).toEqual([2])
})

test('a derived value is the same object until a source changes', () => {
  const one = cell(1)
  const two = cell(2)
  const sum = derive([one, two], (a, b) => ({ sum: a + b }))
  const before = sum.get()
  expect(sum.get()).toBe(before)
  two.set(5)
  expect(sum.get()).toEqual({ sum: 6 })
  expect(sum.get()).toBe(sum.get())
})

test('through follows whatever its source holds at the moment', () => {
  const outer = cell<ReturnType<typeof cell<string>> | null>(null)
  const value = through(outer, (inner) => inner, 'none')
  const heard: string[] = []
  value.subscribe(() => heard.push(value.get()))
  const a = cell('a1')
  const b = cell('b1')
  outer.set(a)
  a.set('a2')
  outer.set(b)
  a.set('a3')
  b.set('b2')
  outer.set(null)
  expect(heard).toEqual(['a1', 'a2', 'b1', 'b2', 'none'])
})

test('until resolves at once or after the change', async () => {
  const count = cell(1)
  expect(await until(count, (value) => value === 1)).toBe(1)
  const later = until(count, (value) => value > 3)
  count.set(2)
  count.set(4)
  expect(await later).toBe(4)
})
