import { expect, test } from 'vitest'
import { makeSlices } from './slices.ts'

const turn = () => new Promise((resolve) => setImmediate(resolve))

test('a crowd passes a few a turn, in the order it came', async () => {
  const slice = makeSlices(2)
  const passed: number[] = []
  for (let person = 0; person < 5; person++) {
    const waiting = slice()
    if (waiting === null) passed.push(person)
    else void waiting.then(() => passed.push(person))
  }
  expect(passed).toEqual([0, 1])
  await turn()
  expect(passed).toEqual([0, 1, 2, 3])
  await turn()
  expect(passed).toEqual([0, 1, 2, 3, 4])
})

test('who comes alone never waits', async () => {
  const slice = makeSlices(1)
  for (let person = 0; person < 3; person++) {
    expect(slice()).toBe(null)
    await turn()
    await turn()
  }
})
