import { expect, test } from 'vitest'
import { machineWords } from './machine-words.ts'
import { treeOf } from './tree.ts'

function found(text: string, path = 'engine/a.md'): number {
  return machineWords.check(treeOf({ [path]: text })).length
}

// put together here, or this file would break the rule it tests
const slash = (...parts: string[]) => `/${parts.join('/')}`
const dot = (...parts: string[]) => parts.join('.')

test('a path of one person and a host of one network are refused', () => {
  expect(found(`see ${slash('home', 'ann', 'parley')}`)).toBe(1)
  expect(found(`cd ${slash('work', 'main')} && npm ci`)).toBe(1)
  expect(found(`from ${dot('registry', 'example', 'org')}`)).toBe(1)
  expect(found(`http://${dot('build', 'corp')}/x`)).toBe(1)
})

test('paths of the repository, of every system, and addresses of our own server are fine', () => {
  expect(
    found('engine/home/a.ts /usr/bin/env /health/ready http://127.0.0.1:3000/trpc https://parley.example'),
  ).toBe(0)
  expect(found('const home = registry.metrics()')).toBe(0)
})

test('the lockfile keeps checksums, not addresses', () => {
  const host = dot('registry', 'example', 'org')
  expect(
    found(`{\n  "resolved": "https://${host}/a.tgz",\n  "integrity": "sha512-x"\n}`, 'package-lock.json'),
  ).toBe(1)
  expect(found('{\n  "integrity": "sha512-x"\n}', 'package-lock.json')).toBe(0)
})
