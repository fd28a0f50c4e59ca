import { expect, it } from 'vitest'
import { SHARD_COUNT } from '../kernel/shard.ts'
import { makeRing } from './ring.ts'

const SHARDS = Array.from({ length: SHARD_COUNT }, (_, shard) => shard)
const placed = (...nodes: string[]) => SHARDS.map(makeRing(nodes))

it('gives each node about its share, also when names are alike', () => {
  for (const count of [2, 3, 5, 8]) {
    const nodes = Array.from({ length: count }, (_, index) => `node-${index}`)
    const owners = placed(...nodes)
    for (const node of nodes) {
      const share = owners.filter((owner) => owner === node).length / (SHARD_COUNT / count)
      expect(share, `${node} of ${count}`).toBeGreaterThan(0.6)
      expect(share, `${node} of ${count}`).toBeLessThan(1.5)
    }
  }
})

it('is the same for everybody, in whatever order nodes are known', () => {
  expect(placed('c', 'a', 'b')).toEqual(placed('a', 'b', 'c'))
  expect(makeRing([])(7)).toBeNull()
})

it('moves nothing but the share of the node that goes, and gives it back when it returns', () => {
  const all = placed('a', 'b', 'c', 'd')
  const without = placed('a', 'b', 'd')
  for (const shard of SHARDS) if (all[shard] !== 'c') expect(without[shard]).toBe(all[shard])
})
