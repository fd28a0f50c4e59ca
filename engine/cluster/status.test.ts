import { expect, test } from 'vitest'
import { statusOf } from './status.ts'

const node = { address: 'http://10.0.0.1:3000', beatAgeMs: 120.4, termMax: 7 }

test('who is up serves; who is dead does not, whatever it owned', () => {
  const nodes = [
    { ...node, nodeId: 'a', status: 'up', shards: 100 },
    { ...node, nodeId: 'b', status: 'dead', shards: 156, address: null },
  ]
  const { lines, unowned } = statusOf(nodes, 256)
  expect(unowned).toBe(156)
  expect(lines.at(-1)).toBe('156 of 256 shards have no owner')
  expect(lines[1]).toMatch(/^a +up +120 ms +100 +7 +http:\/\/10\.0\.0\.1:3000$/)
  expect(statusOf(nodes.slice(0, 1), 100).lines.at(-1)).toBe('every shard has an owner')
})
