import { expect, test } from 'vitest'
import { noDeadFiles } from './dead-files.ts'
import { treeOf } from './tree.ts'

test('alive is what scripts, pages, workers and tests of others reach; the rest is dead', () => {
  const tree = treeOf({
    'package.json': '{"scripts": {"start": "node api/main.ts"}}',
    'api/main.ts': "import { a } from './a.ts'\nnew Worker(new URL('./hash-worker.ts', import.meta.url))\n",
    'api/a.ts': "import type { B } from './b.ts'\n// see ./forgotten.ts\n",
    'api/b.ts': '',
    'api/hash-worker.ts': '',
    'api/forgotten.ts': '',
    'web/index.html': '<script type="module" src="/main.tsx"></script>',
    'web/main.tsx': '',
    'engine/lonely.ts': '',
    'engine/lonely.test.ts': "import { lonely } from './lonely.ts'\nimport { tool } from './tool.ts'\n",
    'engine/tool.ts': '',
  })
  expect(noDeadFiles.check(tree).map(({ path }) => path)).toEqual(['api/forgotten.ts', 'engine/lonely.ts'])
})
