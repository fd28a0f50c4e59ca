import { expect, test } from 'vitest'
import { migrationNumbers } from './migration-numbers.ts'
import { treeOf } from './tree.ts'

test('gaps, doubles and other names are told', () => {
  const check = (...paths: string[]) =>
    migrationNumbers
      .check(treeOf(Object.fromEntries(paths.map((path) => [path, '']))))
      .map(({ path }) => path)
  expect(check('migrations/0001-spine.ts', 'migrations/0002-posts.ts')).toEqual([])
  expect(check('migrations/0001-spine.ts', 'migrations/0003-posts.ts')).toEqual(['migrations/0003-posts.ts'])
  expect(check('migrations/0001-a.ts', 'migrations/0001-b.ts')).toEqual(['migrations/0001-b.ts'])
  expect(check('migrations/spine.ts')).toEqual(['migrations/spine.ts'])
})
