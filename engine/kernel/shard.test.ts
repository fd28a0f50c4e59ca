import { expect, it } from 'vitest'
import { idSource } from './ids.ts'
import { seededRandom } from './random.ts'
import { SHARD_COUNT, shardOf } from './shard.ts'

it('never moves a room: these places are for ever', () => {
  expect(SHARD_COUNT).toBe(256)
  expect(shardOf('')).toBe(217)
  expect(shardOf('0192f0c1-2b3c-7def-8abc-0123456789ab')).toBe(162)
  expect(shardOf('0192f0c1-2b3c-7def-8abc-0123456789ac')).toBe(21)
  expect(shardOf('3f2a9c10-77aa-8b3e-9d10-aabbccddeeff')).toBe(111)
})

it('spreads rooms evenly, though their ids begin alike', () => {
  const newId = idSource(() => 1_790_000_000_000, seededRandom(7))
  const counts = new Array<number>(SHARD_COUNT).fill(0)
  for (let room = 0; room < 256_000; room++) counts[shardOf(newId())]!++
  // 1,000 a shard on average, standard deviation about 32.
  expect(Math.min(...counts)).toBeGreaterThan(800)
  expect(Math.max(...counts)).toBeLessThan(1_200)
})
