/** The last line of every test run: `N passed, N failed`. Files that could not be loaded count as failed. */
import { mkdirSync, writeFileSync } from 'node:fs'
import type { Reporter, SerializedError, TestModule } from 'vitest/node'

export interface Counts {
  passed: number
  failed: number
}

/** What became of one test file: its tests, and whether something outside of them failed. */
interface Ran {
  readonly states: readonly string[]
  readonly ok: boolean
}

/** Every failure is counted, also one that no single test is to blame for. A test that did not run has failed. */
export function countRuns(runs: readonly Ran[], strayErrors: number): Counts {
  const counts = { passed: 0, failed: strayErrors }
  for (const { states, ok } of runs) {
    const passed = states.filter((state) => state === 'passed').length
    counts.passed += passed
    counts.failed += ok ? states.length - passed : Math.max(1, states.length - passed)
  }
  return counts
}

/** Prints the counts and keeps them in test-output/counts.json, where .ci/run reads them. */
export default class CountsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const runs = modules.map((module) => ({
      states: [...module.children.allTests()].map((test) => test.result().state),
      ok: module.ok(),
    }))
    const counts = countRuns(runs, errors.length)
    mkdirSync('test-output', { recursive: true })
    writeFileSync('test-output/counts.json', `${JSON.stringify(counts)}\n`)
    // after the default reporter's own summary, which is written in this same turn
    setImmediate(() => process.stdout.write(`${counts.passed} passed, ${counts.failed} failed\n`))
  }
}
