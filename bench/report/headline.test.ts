import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { headlineOf, targetsOf } from './headline.ts'
import type { Result } from './html.ts'

const ROOT = join(import.meta.dirname, '../..')
const RESULTS = join(ROOT, 'bench/results')

const row = { scenario: 'rpc', what: '100 clients', unit: 'calls/s' }
const result: Result = {
  conditions: {
    at: '2026-11-21T00:00:00.000Z',
    command: 'npm run bench -- rpc',
    commit: 'abc1234',
    node: 'v22',
    versions: {},
    cpu: 'Some CPU',
    cores: 2,
    memoryGb: 24,
    system: 'linux',
    congestionControl: 'cubic',
    loadBefore: 0,
  },
  quick: false,
  seconds: 5,
  rows: [
    { ...row, server: 'parley', value: 100_000 },
    { ...row, server: 'trpc', value: 20_000.4 },
    {
      ...row,
      what: 'multiple',
      server: 'parley',
      value: 5,
      unit: 'x',
      target: { says: '>= 4', isMet: true },
    },
    {
      ...row,
      what: 'memory',
      server: 'parley',
      value: 9_000,
      unit: 'bytes',
      target: { says: '<= 1', isMet: false },
    },
  ],
  failures: [],
}

test('servers stand beside each other, and what nobody measured stays empty', () => {
  expect(headlineOf(result)).toContain('| rpc: 100 clients, calls/s | 100,000 | 20,000 |  |  |  |')
  expect(headlineOf(result)).toContain('2 cores (Some CPU), commit abc1234: `npm run bench -- rpc`')
})

test('a target that is not met stays in the table', () => {
  expect(targetsOf(result)).toContain('| rpc | multiple | 5 x | >= 4 | met |')
  expect(targetsOf(result)).toContain('| rpc | memory | 9,000 bytes | <= 1 | **not met** |')
})

test('the tables of the READMEs are those of the newest result', () => {
  const newest = readdirSync(RESULTS)
    .filter((name) => name.startsWith('bench-') && name.endsWith('.json'))
    .sort()
    .at(-1)
  const found = JSON.parse(readFileSync(join(RESULTS, newest ?? ''), 'utf8')) as Result
  expect(readFileSync(join(ROOT, 'README.md'), 'utf8')).toContain(headlineOf(found))
  expect(readFileSync(join(ROOT, 'bench/README.md'), 'utf8')).toContain(targetsOf(found))
})
