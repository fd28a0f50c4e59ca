import { expect, test } from 'vitest'
import { treeOf } from './tree.ts'
import { words } from './words.ts'

function found(text: string, path = 'engine/a/b.test.ts'): number[] {
  return words.check(treeOf({ [path]: text })).map(({ line }) => line)
}

test('switched-off tests, postponed work and silenced types are refused', () => {
  const text = [
    "test.only('a', run)",
    "describe.skip('b', run)",
    `// ${'TO'}${'DO'} later`,
    'const c = d as any',
    `// @ts-${'ignore'}`,
    'export default 1',
    'export class RoomManager {}',
  ].join('\n')
  expect(found(text).sort()).toEqual([1, 2, 3, 4, 5, 6, 7])
})

test('a string that holds such a word is data, and a type test may expect an error', () => {
  expect(found("const a = 'test.only('\nconst as_any = 1\n")).toEqual([])
  expect(found('// @ts-expect-error a number is no text\n', 'clients/sdk/a.types.test.ts')).toEqual([])
})

test('files are named in kebab-case for what they are', () => {
  expect(found('', 'engine/a/RoomState.ts')).toEqual([1])
  expect(found('', 'engine/a/string-utils.ts')).toEqual([1])
})
