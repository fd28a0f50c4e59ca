/** Many stories in a row: `runBatch` counts what happened in all of them and keeps those that broke a law. */
import type { Bug } from './bugs.ts'
import { runSeed, type Verdict } from './run-seed.ts'
import { COUNTED, type Counted } from './story.ts'

/** What must have happened in a batch, or its faults were none. */
const PROOFS: readonly Counted[] = [
  'takeovers',
  'conflicts',
  'unknown outcomes',
  'redirects',
  'repairs',
  'expiries',
  'looks',
]

export interface Batch {
  readonly ran: number
  readonly events: number
  readonly elapsedMs: number
  readonly counts: Readonly<Record<Counted, number>>
  readonly failures: readonly Pick<Verdict, 'seed' | 'violations'>[]
}

export interface BatchOptions {
  readonly seeds: number
  readonly from?: number
  readonly bug?: Bug | null
  /** Stops once so many seeds have failed. */
  readonly failuresMax?: number
}

export async function runBatch({
  seeds,
  from = 1,
  bug = null,
  failuresMax = 10,
}: BatchOptions): Promise<Batch> {
  const counts = Object.fromEntries(COUNTED.map((what) => [what, 0])) as Record<Counted, number>
  const failures: Pick<Verdict, 'seed' | 'violations'>[] = []
  const startedAt = performance.now()
  // Refusals are errors, and a tenth of the time would go into stacks that nobody reads.
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  let ran = 0
  let events = 0
  for (let seed = from; seed < from + seeds && failures.length < failuresMax; seed++) {
    const verdict = await runSeed({ seed, bug })
    ran++
    events += verdict.events
    for (const what of COUNTED) counts[what] += verdict.counts[what]
    const { violations } = verdict
    if (violations.length > 0) failures.push({ seed, violations })
  }
  Error.stackTraceLimit = stackTraceLimit
  return { ran, events, elapsedMs: performance.now() - startedAt, counts, failures }
}

/** Which of the proofs are missing. */
export function idleCounts({ counts }: Pick<Batch, 'counts'>): Counted[] {
  return PROOFS.filter((what) => counts[what] === 0)
}
