import { expect, test } from 'vitest'
import { readmePaths } from './readme-paths.ts'
import { treeOf } from './tree.ts'

function complaints(readme: string): string[] {
  const tree = treeOf({
    'engine/actors/README.md': readme,
    'engine/actors/deliver.ts': '',
    'api/main.ts': '',
  })
  return readmePaths.check(tree).map(({ line, why }) => `${line}: ${why.split(':')[0]}`)
}

test('paths that exist may be named from the top or from here, with braces, as links', () => {
  const text =
    'See `engine/actors/deliver.ts`, `deliver.ts`, `api/`, `engine/actors/{deliver,deliver}.ts`, [main](../../api/main.ts).'
  expect(complaints(text)).toEqual([])
})

test('what is gone is told with its line', () => {
  expect(complaints('fine\n`engine/actors/gone.ts` and `api/gone/`\n[x](gone.md)')).toEqual([
    '2: `engine/actors/gone.ts` does not exist',
    '2: `api/gone/` does not exist',
    '3: the link gone.md leads nowhere',
  ])
})

test('packages, addresses, procedures, shell lines and code blocks are not paths', () => {
  const text =
    '`@trpc/client` `/trpc` `messages.send` `text/plain` `.pg.test.ts` `npm run chaos -- kill` https://a.b/c.md\n```ts\nimport "./x.ts"\n```\n'
  expect(complaints(text)).toEqual([])
})
