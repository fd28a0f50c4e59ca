import { expect, test } from 'vitest'
import { cyclesIn } from './cycles.ts'
import { treeOf } from './tree.ts'

test('a cycle of three is found once, in order', () => {
  const tree = treeOf({
    'a.ts': "import { b } from './b.ts'\n",
    'b.ts': "import './c.ts'\nimport './d.ts'\n",
    'c.ts': "export { a } from './a.ts'\n",
    'd.ts': '',
  })
  expect(cyclesIn(tree)).toEqual([['a.ts', 'b.ts', 'c.ts']])
})

test('types may point back: they are gone at run time', () => {
  const tree = treeOf({
    'a.ts': "import { b } from './b.ts'\n",
    'b.ts': "import type { A } from './a.ts'\ntype C = import('./a.ts').C\n",
  })
  expect(cyclesIn(tree)).toEqual([])
})
