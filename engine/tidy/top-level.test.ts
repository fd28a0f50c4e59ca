import { expect, test } from 'vitest'
import { topLevel } from './top-level.ts'
import { treeOf } from './tree.ts'

test('a new name at the top is refused', () => {
  const tree = treeOf({
    'engine/a.ts': '',
    'README.md': '',
    '.ci/run': '',
    'scripts/x.ts': '',
    'notes.md': '',
  })
  expect(topLevel.check(tree).map(({ path }) => path)).toEqual(['scripts', 'notes.md'])
})
