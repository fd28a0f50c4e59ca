import { expect, test } from 'vitest'
import { makeManualClock } from '../../engine/sim/manual-clock.ts'
import { makeLiveQuery } from './live-query.ts'
import { turns } from './testing/settled.ts'

function counting() {
  const clock = makeManualClock()
  let reads = 0
  let answer: () => Promise<number> = async () => reads
  const query = makeLiveQuery(clock, () => {
    reads++
    return answer()
  })
  const pass = async (ms: number) => {
    clock.advance(ms)
    await turns()
  }
  return {
    query,
    pass,
    reads: () => reads,
    answerWith: (next: () => Promise<number>) => {
      answer = next
    },
  }
}

test('nothing is read until somebody looks, and nothing any more once nobody does', async () => {
  const { query, pass, reads } = counting()
  await pass(60_000)
  expect(reads()).toBe(0)
  const stop = query.view.subscribe(() => {})
  await pass(0)
  expect(query.view.get()).toEqual({ status: 'ready', value: 1, error: null })
  stop()
  stop()
  query.refresh()
  await pass(60_000)
  expect(reads()).toBe(1)
})

test('many changes at once are one read; without any it is read now and then', async () => {
  const { query, pass, reads } = counting()
  query.view.subscribe(() => {})
  await pass(0)
  for (let change = 0; change < 10; change++) query.refresh()
  await pass(150)
  expect(reads()).toBe(2)
  await pass(15_000)
  expect(reads()).toBe(3)
  query.close()
  await pass(60_000)
  expect(reads()).toBe(3)
})

test('what changes while it is read is read again', async () => {
  const { query, pass, reads, answerWith } = counting()
  let open = () => {}
  answerWith(
    () =>
      new Promise((resolve) => {
        open = () => resolve(7)
      }),
  )
  query.view.subscribe(() => {})
  await pass(0)
  query.refresh()
  open()
  await turns()
  await pass(150)
  expect(reads()).toBe(2)
})

test('a failure leaves what is known, and says so', async () => {
  const { query, pass, answerWith } = counting()
  query.view.subscribe(() => {})
  await pass(0)
  answerWith(async () => Promise.reject(new Error('away')))
  query.refresh()
  await pass(150)
  expect(query.view.get()).toEqual({ status: 'ready', value: 1, error: new Error('away') })
})
