import { expect, it } from 'vitest'
import { seededRandom } from '../kernel/random.ts'
import { makeEventQueue } from './event-queue.ts'

it('gives the earliest first, and those of one moment as they came', () => {
  const queue = makeEventQueue()
  const random = seededRandom(1)
  const happened: [atMs: number, order: number][] = []
  for (let order = 0; order < 500; order++) {
    const atMs = Math.floor(random() * 50)
    const cancel = queue.add(atMs, () => happened.push([atMs, order]))
    if (order % 7 === 0) cancel()
  }
  for (let next = queue.takeUntil(24); next !== null; next = queue.takeUntil(24)) next.run()
  const early = happened.length
  expect(happened.every(([atMs]) => atMs <= 24)).toBe(true)
  for (let next = queue.takeUntil(99); next !== null; next = queue.takeUntil(99)) next.run()
  expect(happened.length).toBe(500 - Math.ceil(500 / 7))
  expect(early).toBeLessThan(happened.length)
  const sorted = [...happened].sort(([one, first], [other, second]) => one - other || first - second)
  expect(happened).toEqual(sorted)
})
