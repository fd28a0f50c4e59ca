import { describe, expect, it } from 'vitest'
import { searchCapacity } from './capacity.ts'

/** A server that manages so many a second; overloaded it manages a little less. */
function server(limit: number) {
  const offered: number[] = []
  const trial = async (rate: number) => {
    offered.push(rate)
    return { passed: rate <= limit, achieved: rate <= limit ? rate : limit * 0.98 }
  }
  return { offered, trial }
}

describe('the search for a capacity', () => {
  it.each([70, 1_000, 12_345, 900_000])('comes near %i a second, from far below or above', async (limit) => {
    for (const start of [limit / 30, limit * 30]) {
      const { offered, trial } = server(limit)
      const found = await searchCapacity({ start, precision: 1.1, trialsMax: 20 }, trial)
      expect(found).toBeLessThanOrEqual(limit)
      expect(found).toBeGreaterThan(limit / 1.2)
      expect(offered.length).toBeLessThan(12)
    }
  })

  it('returns a rate that has passed, even when it runs out of trials', async () => {
    const { trial } = server(1_000)
    expect(await searchCapacity({ start: 10, precision: 1.01, trialsMax: 3 }, trial)).toBe(40)
  })

  it('returns 0 when nothing passes', async () => {
    const { trial } = server(0)
    expect(await searchCapacity({ start: 1_000, precision: 1.1, trialsMax: 5 }, trial)).toBe(0)
  })

  it('never offers more than it may', async () => {
    const { offered, trial } = server(1_000_000)
    expect(await searchCapacity({ start: 100, precision: 1.1, trialsMax: 20, max: 5_000 }, trial)).toBe(5_000)
    expect(Math.max(...offered)).toBe(5_000)
  })
})

it('a server that keeps up but is late is asked for much less, not for a little less', async () => {
  const asked: number[] = []
  const capacity = await searchCapacity({ start: 1_600, precision: 1.3, trialsMax: 6 }, async (rate) => {
    asked.push(rate)
    return { passed: rate <= 110, achieved: rate }
  })
  expect(asked.slice(0, 5)).toEqual([1_600, 800, 400, 200, 100])
  expect(capacity).toBeGreaterThanOrEqual(100)
})
