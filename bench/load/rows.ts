/** `rowsOf`: what a contest has shown, as rows with targets. */

import type { Row } from '../scenario.ts'
import { median } from '../scenarios/parts/percentile.ts'
import { type Contest, isDisturbed, isPassed, isStarved, type Outcome, type Sample } from './contest.ts'

/** `of` a peer: the value must be `times` of the peer's. */
export interface RatioTarget {
  readonly of: string
  readonly times: number
}

export interface RowRules {
  readonly what: string
  readonly contest: Contest
  /** By `server/variant` of ours. */
  readonly targets: Readonly<Record<string, readonly RatioTarget[]>>
  /** The peer whose p50 at the first fixed rate ours must not exceed. */
  readonly calmAs?: string
}

export function keyOf({ subject: { server, variant } }: Pick<Outcome, 'subject'>): string {
  return variant === '' ? server : `${server}/${variant}`
}

/**
 * Deliveries or answers a second that came through at 90 % of capacity, the median of all rounds. No more than was asked
 * for: who was behind when a round began delivers in it what was asked for before.
 */
export function sustained({ runs }: Outcome, perMessage: number): number {
  if (runs.length === 0) return 0
  return median(runs.map(({ achieved, offered }) => Math.min(achieved, offered * perMessage)))
}

export function rowsOf(outcomes: readonly Outcome[], rules: RowRules): Row[] {
  const { contest, what } = rules
  const rows = outcomes.map((outcome) => capacityRow(outcome, what, contest))
  const fixed = outcomes.flatMap((outcome) =>
    outcome.fixed.length === 0 ? [] : [fixedRow(outcome, what, contest)],
  )
  const calm = outcomes.flatMap((outcome) => calmRow(outcome, outcomes, rules))
  const ratios = outcomes.flatMap((outcome) =>
    (rules.targets[keyOf(outcome)] ?? []).flatMap((target) => ratioRow(outcome, outcomes, target, rules)),
  )
  return [...rows, ...fixed, ...ratios, ...calm]
}

function nameOf({ subject }: Outcome, what: string): string {
  return subject.variant === '' ? what : `${what}, ${subject.variant}`
}

function capacityRow(outcome: Outcome, what: string, contest: Contest): Row {
  const { runs, subject, capacity, trials } = outcome
  const last = runs[0]
  const held = outcome.isLate || runs.every((run) => isPassed(run, contest.boundMs))
  const bound = outcome.isLate
    ? `later than ${contest.boundMs} ms at any rate, so this is what it kept up with`
    : `p99 <= ${contest.boundMs} ms and all came`
  return {
    what: nameOf(outcome, what),
    server: subject.server,
    value: sustained(outcome, contest.perMessage),
    unit: contest.unit,
    note:
      outcome.fault ??
      `${bound}; ${runs.length} run${runs.length === 1 ? '' : 's'} of ${contest.bench.seconds} s at 90 % of the highest rate that passed${held ? '' : '; NOT held in every run'}`,
    figures: {
      'capacity, messages/s': capacity,
      ...figuresOf(runs),
      'connects/s': outcome.connectsPerSecond,
    },
    curves: [
      ...(last ? [{ plot: 'latency' as const, points: last.latency.curve }] : []),
      {
        plot: 'throughput',
        points: [...trials, ...runs]
          .map(({ offered, achieved }) => [offered * contest.perMessage, achieved] as const)
          .sort(([one], [other]) => one - other),
      },
    ],
    isStarved: runs.some(isStarved),
    isDisturbed: runs.some(isDisturbed),
  }
}

function fixedRow(outcome: Outcome, what: string, contest: Contest): Row {
  const { fixed } = outcome
  const offered = Math.round((contest.fixed ?? 0) * contest.perMessage)
  return {
    what: `${nameOf(outcome, what)}, p50 at ${offered.toLocaleString('en')} ${contest.unit}`,
    server: outcome.subject.server,
    value: calmP50(outcome),
    unit: 'ms',
    figures: figuresOf(fixed),
    curves: fixed.slice(-1).map(({ latency }) => ({ plot: 'latency', points: latency.curve })),
    isStarved: fixed.some(isStarved),
    isDisturbed: fixed.some(isDisturbed),
  }
}

function calmP50({ fixed }: Outcome): number {
  return median(fixed.map(({ latency }) => latency.p50))
}

/** Medians over the runs. */
export function figuresOf(runs: readonly Sample[]): Record<string, number> {
  const of = (read: (run: Sample) => number) => median(runs.map(read))
  const figures = {
    'p50 ms': of(({ latency }) => latency.p50),
    'p99 ms': of(({ latency }) => latency.p99),
    'p99.9 ms': of(({ latency }) => latency.p999),
    'server CPU µs': of(({ serverUs }) => serverUs),
    'PostgreSQL CPU µs': of(({ databaseUs }) => databaseUs),
    'generator CPU': of(({ generator }) => generator.cpu),
    'generator loop': of(({ generator }) => generator.loop),
    'generator lag p99 ms': of(({ generator }) => generator.lagMs),
    'cores of others': of(({ foreignCores }) => foreignCores),
    missing: runs.reduce((sum, { expected, arrived }) => sum + expected - arrived, 0),
    failed: runs.reduce((sum, { failed }) => sum + failed, 0),
  }
  return Object.fromEntries(Object.entries(figures).filter(([, value]) => !Number.isNaN(value)))
}

function ratioRow(
  outcome: Outcome,
  all: readonly Outcome[],
  target: RatioTarget,
  { what, contest: { perMessage } }: RowRules,
): Row[] {
  const peer = all.find((other) => keyOf(other) === target.of)
  if (peer === undefined) return []
  const theirs = sustained(peer, perMessage)
  const ratio = theirs === 0 ? Number.NaN : sustained(outcome, perMessage) / theirs
  return [
    {
      what: `${nameOf(outcome, what)}, as a multiple of ${target.of}`,
      server: outcome.subject.server,
      value: ratio,
      unit: 'x',
      target: { says: `>= ${target.times}`, isMet: ratio >= target.times && !outcome.isLate },
      isStarved: [outcome, peer].some(({ runs }) => runs.some(isStarved)),
      isDisturbed: [outcome, peer].some(({ runs }) => runs.some(isDisturbed)),
    },
  ]
}

/** Two histograms of the same thing differ by this much from run to run. */
const SAME = 1.05

function calmRow(outcome: Outcome, all: readonly Outcome[], { calmAs, what }: RowRules): Row[] {
  const peer = all.find((other) => keyOf(other) === calmAs)
  if (keyOf(outcome) !== 'parley' || !peer || outcome.fixed.length * peer.fixed.length === 0) return []
  const ratio = calmP50(outcome) / calmP50(peer)
  return [
    {
      what: `${nameOf(outcome, what)}, p50 at the fixed rate as a multiple of ${calmAs}`,
      server: outcome.subject.server,
      value: ratio,
      unit: 'x',
      target: { says: `<= ${SAME}`, isMet: ratio <= SAME },
    },
  ]
}
