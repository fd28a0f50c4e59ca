import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeOrder } from './order.ts'
import { reset, sent } from './testing/events.ts'

const at = (seq: number, epoch = 'e1') => ({ epoch, seq })
const seqs = (events: readonly { seq: number }[]) => events.map(({ seq }) => seq)

test('events come out once, in order, whatever order and however often they came in', () => {
  const arrivals = fc.array(fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 6 }), { maxLength: 60 })
  fc.assert(
    fc.property(arrivals, (batches) => {
      const order = makeOrder(at(0))
      const out: number[] = []
      for (const batch of batches) {
        out.push(
          ...seqs(
            order.take(
              at(Math.max(0, ...batch)),
              batch.map((seq) => sent(seq)),
            ).events,
          ),
        )
      }
      const all = new Set(batches.flat())
      let dense = 0
      while (all.has(dense + 1)) dense++
      expect(out).toEqual(Array.from({ length: dense }, (_, index) => index + 1))
      expect(order.hasGap()).toBe(Math.max(0, ...all) > dense)
      expect(order.position()).toEqual(at(dense))
    }),
  )
})

test('a head without its event is a gap, closed by the event', () => {
  const order = makeOrder(at(4))
  expect(order.take(at(5), []).events).toEqual([])
  expect(order.hasGap()).toBe(true)
  expect(seqs(order.take(at(5), [sent(5)]).events)).toEqual([5])
  expect(order.hasGap()).toBe(false)
})

test('a reset replaces what was, and what came early before it is forgotten', () => {
  const order = makeOrder(at(4))
  order.take(at(9), [sent(9)])
  const ready = order.take(at(20), [reset(20)])
  expect(ready.reset?.seq).toBe(20)
  expect(order.position()).toEqual(at(20))
  expect(order.hasGap()).toBe(false)
  expect(seqs(order.take(at(21), [sent(21)]).events)).toEqual([21])
})

test('a reset that is older than what we have is dropped', () => {
  const order = makeOrder(at(20))
  expect(order.take(at(12), [reset(12)]).reset).toBeNull()
  expect(order.position()).toEqual(at(20))
})

test('events of another epoch wait for its reset, even with lower seqs', () => {
  const order = makeOrder(at(20))
  expect(order.take(at(3, 'e2'), [sent(3)]).events).toEqual([])
  expect(order.hasGap()).toBe(true)
  expect(order.take(at(3, 'e2'), [reset(3)]).reset?.seq).toBe(3)
  expect(order.position()).toEqual(at(3, 'e2'))
  expect(order.hasGap()).toBe(false)
})
