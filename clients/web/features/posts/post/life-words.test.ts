import { expect, test } from 'vitest'
import { CHART, type Life } from '../../../../../engine/post/chart.ts'
import { heldWords, lifeWords, stepName } from './life-words.ts'

test('each state of the chart has words of its own', () => {
  const labels = (Object.keys(CHART) as Life[]).map((life) => lifeWords(life).label)
  expect(new Set(labels).size).toBe(labels.length)
})

test('whatever a person must decide is told loudly and in a sentence', () => {
  for (const life of ['needsHuman', 'authNeeded', 'missed'] as const) {
    expect(lifeWords(life).tone).toBe('bad')
    expect(lifeWords(life).detail).toMatch(/\.$/)
  }
})

test('what holds a target is named', () => {
  expect(heldWords([])).toBe(null)
  expect(heldWords(['organisation', 'credential'])).toBe(
    'On hold: everything is stopped, the account must be connected again.',
  )
})

test('steps are called by what they are', () => {
  expect([stepName(0, true), stepName(2, true), stepName(1, false), stepName(2, false)]).toEqual([
    'The post',
    'Part 3',
    'First comment',
    'Comment 2',
  ])
})
