/** A whole cluster, a thousand times over: whatever breaks, no law does. */
import { describe, expect, it } from 'vitest'
import { REGRESSIONS } from './regressions.ts'
import { idleCounts } from './run-batch.ts'
import { runBatches } from './run-batches.ts'
import { runSeed } from './run-seed.ts'

const SEEDS = 1_000

describe('a simulated cluster', () => {
  it('tells the same story twice under the same seed', async () => {
    for (const seed of [7, 77, 777]) {
      const [one, other] = [await runSeed({ seed, isTold: true }), await runSeed({ seed, isTold: true })]
      expect(other.hash).toBe(one.hash)
      expect(one.lines.length).toBeGreaterThan(100)
    }
    const { hash } = await runSeed({ seed: 8, isTold: true })
    expect((await runSeed({ seed: 9, isTold: true })).hash).not.toBe(hash)
  })

  it('breaks no law that a seed has once broken', async () => {
    for (const { seed, was } of REGRESSIONS) {
      const { violations } = await runSeed({ seed })
      expect(violations, `seed ${seed}: ${was}`).toEqual([])
    }
  })

  it('breaks no law under a thousand seeds, and the faults did something', async () => {
    const batch = await runBatches({ seeds: SEEDS, failuresMax: 5 })
    expect(batch.failures.map(({ seed, violations }) => `seed ${seed}: ${violations[0]}`)).toEqual([])
    expect(batch.ran).toBe(SEEDS)
    expect(idleCounts(batch)).toEqual([])
  })
})
