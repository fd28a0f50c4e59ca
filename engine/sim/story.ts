/** What happened under one seed, as lines to read and as one hash to compare: `makeStory`. */
import { createHash } from 'node:crypto'

export interface Story {
  /** One line: when, who, what. `what` is a function, so that an untold story costs nothing. */
  tell(who: string, what: () => string): void
  /** A law was broken. Told in any case. */
  violate(law: string, what: string): void
  /** Something worth counting over a whole batch. */
  count(what: Counted): void
  readonly violations: readonly string[]
  readonly counts: Readonly<Record<Counted, number>>
  /** Of all lines; '' when the story is not kept. */
  hash(): string
  readonly lines: readonly string[]
}

/** Proofs that faults did something. What a batch must have seen is in run-batch.ts. */
export const COUNTED = [
  'takeovers',
  'conflicts',
  'unknown outcomes',
  'redirects',
  'repairs',
  'fenced writes',
  'hand-overs',
  'resets',
  'retries',
  'commands',
  'answers',
  'deliveries',
  'crashes',
  'pauses',
  'cuts',
  'new epochs',
  'lost by failover',
  'publications',
  'expiries',
  'looks',
  'asked people',
  'stumbles',
  'lost attempts',
] as const
export type Counted = (typeof COUNTED)[number]

/** `now` is the simulated time in ms since the story began. */
export function makeStory(now: () => number, isKept: boolean): Story {
  const lines: string[] = []
  const violations: string[] = []
  const counts = Object.fromEntries(COUNTED.map((what) => [what, 0])) as Record<Counted, number>

  function write(who: string, what: string): void {
    lines.push(`${(now() / 1000).toFixed(3).padStart(8)}  ${who.padEnd(9)} ${what}`)
  }

  return {
    lines,
    violations,
    counts,
    tell(who, what) {
      if (isKept) write(who, what())
    },
    violate(law, what) {
      violations.push(`${law}: ${what}`)
      if (isKept) write('CHECKER', `${law} is broken: ${what}`)
    },
    count(what) {
      counts[what]++
    },
    hash: () => (isKept ? createHash('sha256').update(lines.join('\n')).digest('hex') : ''),
  }
}
