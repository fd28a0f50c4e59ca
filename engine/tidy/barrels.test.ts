import { expect, test } from 'vitest'
import { noBarrels } from './barrels.ts'
import { treeOf } from './tree.ts'

test('a file of re-exports is a barrel; one that adds something of its own is not', () => {
  const tree = treeOf({
    'a/index.ts':
      "/** All of a. */\nimport type { X } from './x.ts'\nexport { b } from './b.ts'\nexport type { C } from './c.ts'\n",
    'a/door.ts': "/** The one way in. */\nexport type { X } from '../b/x.ts'\n",
    'a/star.ts': "export const one = 1\nexport * from './b.ts'\n",
    'a/ports.ts': "import type { X } from './x.ts'\nexport type { X }\nexport interface Y { x: X }\n",
    'a/kind.ts': "export { fold } from './fold.ts'\nexport const kind = 'a'\n",
  })
  expect(noBarrels.check(tree).map(({ path, line }) => `${path}:${line}`)).toEqual([
    'a/index.ts:1',
    'a/star.ts:2',
  ])
})
