import { expect, test } from 'vitest'
import { readYaml } from './read-yaml.ts'

test('mappings, lists and words are read', () => {
  const text = 'a:\n  b: one\n  c:\n    - "x:1"\n    - y\n  # why\n  d: ["CMD", "z"]\n\ne: {}\nf:\n'
  expect(readYaml(text)).toEqual({ a: { b: 'one', c: ['x:1', 'y'], d: ['CMD', 'z'] }, e: {}, f: '' })
})

test('a mapping that has a name can begin another', () => {
  const text = 'a: &first\n  b: one\n  c: two\nd:\n  <<: *first\n  c: three\n'
  expect(readYaml(text)).toEqual({ a: { b: 'one', c: 'two' }, d: { b: 'one', c: 'three' } })
})

test.each([
  ['a: one\n   b: two\n', 'line 2'],
  ['a: |\n  text\n', 'line 1'],
  ['a: one\na: two\n', 'line 2 names a again'],
  ['a: &anchor\n', 'line 1'],
  ['a:\n  - x\n  b: y\n', 'line 3'],
  ['a:\n  <<: *nobody\n', 'line 2 merges no mapping'],
  ['a: &b\n  c: one\nd:\n  e: two\n  <<: *b\n', 'line 5 must come first'],
])('what it does not know it refuses: %j', (text, message) => {
  expect(() => readYaml(text)).toThrow(message)
})
