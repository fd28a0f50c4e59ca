import { expect, test } from 'vitest'
import { ignoredNames } from './read-tree.ts'

test('names, stars and names from the top are ignored as git does', () => {
  const ignored = ignoredNames('# rubbish\nnode_modules/\n*.log\n/data/\n')
  const is = (path: string) => ignored(path.split('/').at(-1) as string, path)
  expect(['node_modules', 'bench/node_modules', 'a.log', 'data'].map(is)).toEqual([true, true, true, true])
  expect(['bench/data', 'a.login', 'log'].map(is)).toEqual([false, false, false])
})
