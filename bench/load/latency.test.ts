import { expect, it } from 'vitest'
import { makeLatencies } from './latency.ts'

it('tells percentiles in ms, three digits exact', () => {
  const latencies = makeLatencies()
  for (let us = 1_000; us <= 100_000; us += 1_000) latencies.add(us)
  const { count, p50, p99, max } = latencies.told()
  expect(count).toBe(100)
  expect(p50).toBeCloseTo(50, 1)
  expect(p99).toBeCloseTo(99, 1)
  expect(max).toBeCloseTo(100, 0)
})

it('weighs a batch by its events', () => {
  const latencies = makeLatencies()
  latencies.add(1_000, 99)
  latencies.add(500_000, 1)
  const { count, p50, p999 } = latencies.told()
  expect(count).toBe(100)
  expect(p50).toBeCloseTo(1, 2)
  expect(p999).toBeGreaterThan(490)
})

it('keeps what is outside its range as the nearest', () => {
  const latencies = makeLatencies()
  latencies.add(-5)
  latencies.add(1e12)
  expect(latencies.told().count).toBe(2)
})
