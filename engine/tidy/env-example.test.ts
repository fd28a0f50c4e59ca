import { expect, test } from 'vitest'
import { envExample } from './env-example.ts'
import { treeOf } from './tree.ts'

test('a setting that is not listed, and a listed one that nobody reads, are both told', () => {
  const tree = treeOf({
    'engine/host/config.ts': 'const Environment = z.object({\n  PORT: z.int(),\n  HOST: z.string(),\n})\n',
    '.env.example': '# where to listen\nPORT=3000\n# COLOUR=blue\n',
  })
  expect(envExample.check(tree).map(({ path, line, why }) => `${path}:${line} ${why.split(':')[0]}`)).toEqual(
    ['engine/host/config.ts:3 HOST is not in .env.example', '.env.example:3 nothing reads COLOUR'],
  )
})
