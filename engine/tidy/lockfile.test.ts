import { expect, test } from 'vitest'
import { wholeLockfile } from './lockfile.ts'
import { treeOf } from './tree.ts'

test('an optional package without an entry is told, wherever its entry could stand', () => {
  const packages = {
    '': {},
    'node_modules/a': { optionalDependencies: { 'a-linux': '1', 'a-mac': '1', 'a-old': '1' } },
    'node_modules/a-linux': {},
    'node_modules/a/node_modules/a-old': {},
  }
  const complaints = wholeLockfile.check(treeOf({ 'package-lock.json': JSON.stringify({ packages }) }))
  expect(complaints.map(({ why }) => why.split(',')[0])).toEqual(['a-mac'])
})
