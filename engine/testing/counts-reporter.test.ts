import { expect, test } from 'vitest'
import { countRuns } from './counts-reporter.ts'

test('a file that fails to load counts as one failure, and a test that never ran has failed', () => {
  const runs = [
    { states: ['passed', 'passed'], ok: true },
    { states: [], ok: false },
    { states: ['passed', 'failed'], ok: false },
    { states: ['passed', 'skipped'], ok: true },
    { states: ['passed'], ok: false },
  ]
  expect(countRuns(runs, 0)).toEqual({ passed: 5, failed: 4 })
  expect(countRuns([], 1)).toEqual({ passed: 0, failed: 1 })
})
