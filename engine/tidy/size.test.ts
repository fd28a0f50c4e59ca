import { expect, test } from 'vitest'
import { size } from './size.ts'
import { treeOf } from './tree.ts'

test('400 lines are fine, 401 are not, and a test may be twice as long', () => {
  const tree = treeOf({
    'engine/a.ts': '\n'.repeat(400),
    'engine/b.ts': '\n'.repeat(401),
    'engine/b.test.ts': '\n'.repeat(401),
    'README.md': '\n'.repeat(2000),
    'bench/results/bench.html': '\n'.repeat(2000),
  })
  expect(size.check(tree).map(({ path }) => path)).toEqual(['engine/b.ts'])
})
