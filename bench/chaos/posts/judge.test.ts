import { expect, test } from 'vitest'
import { type Ended, isClean, judge } from './judge.ts'

const MUTE = new Set(['linkedin'])
const FINE: Ended = {
  where: 'x',
  text: 'a',
  life: 'published',
  times: 1,
  looks: 0,
  proof: 'its id',
  latenessMs: 10,
  dueMs: 0,
}

test('what is published once is clean', () => {
  const verdict = judge([FINE, { ...FINE, text: 'b', latenessMs: 30 }], MUTE)
  expect(verdict).toMatchObject({ steps: 2, published: 2, lateness: { p50Ms: 30, maxMs: 30 } })
  expect(isClean(verdict)).toBe(true)
})

test.each([
  ['duplicated', { times: 2 }],
  ['lost', { life: 'reconciling', times: 0 }],
  ['claimed', { times: 0 }],
  ['denied', { life: 'rejected', times: 1 }],
  ['askedInVain', { life: 'needsHuman', times: 0 }],
] as const)('%s is found and told', (what, change) => {
  const verdict = judge([FINE, { ...FINE, text: 'the bad one', ...change }], MUTE)
  expect(verdict[what]).toBe(1)
  expect(verdict.examples.join()).toContain('the bad one')
  expect(isClean(verdict)).toBe(false)
})

test('where a network is mute, a person may be asked', () => {
  const verdict = judge([{ ...FINE, where: 'linkedin', life: 'needsHuman', times: 0 }], MUTE)
  expect(verdict.needsHuman).toEqual({ linkedin: 1 })
  expect(isClean(verdict)).toBe(true)
})
