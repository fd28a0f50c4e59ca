import { expect, test } from 'vitest'
import { packageLaw } from './package-law.ts'
import { treeOf } from './tree.ts'

test('a package outside of its rooms is refused, and so is Node where there may be none', () => {
  const tree = treeOf({
    'engine/fanout/a.ts': "import { App } from 'uWebSockets.js'\n",
    'api/server.ts': "import { App } from 'uWebSockets.js'\n",
    'engine/kernel/ids.ts': "import { randomUUID } from 'node:crypto'\n",
    'clients/sdk/b.ts': "import { useState } from 'react'\nimport type { x } from 'reactive'\n",
    'clients/sdk/b.test.ts': "import { createRoot } from 'react-dom/client'\n",
  })
  expect(packageLaw.check(tree).map(({ path, line }) => `${path}:${line}`)).toEqual([
    'engine/fanout/a.ts:1',
    'engine/kernel/ids.ts:1',
    'clients/sdk/b.ts:1',
  ])
})
