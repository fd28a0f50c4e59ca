/** What came of chaos runs, as tables for people. */
import type { Verdict } from './checker.ts'
import type { StormReport } from './storm.ts'

/** `must` is 0 where any other number breaks a promise. */
interface Line {
  readonly name: string
  readonly value: string | number
  readonly must?: 0
}

type Judged = Pick<StormReport, 'verdict' | 'strikes'>

/** A fault, and what came of it: a report, or why there is none. */
export interface Run {
  readonly name: string
  readonly what: string
  readonly report: StormReport | null
  readonly why: string | null
}

export function tableOf(report: Judged, fault: { readonly mayLose?: boolean } = {}): string {
  const lines = [...promisesOf(report.verdict, fault), ...measuresOf(report)]
  const width = Math.max(...lines.map(({ name }) => name.length))
  return lines
    .map(
      ({ name, value, must }) =>
        `${name.padEnd(width)}  ${value}${must === 0 && value !== 0 ? '  <- must be 0' : ''}`,
    )
    .join('\n')
}

function promisesOf(verdict: Verdict, { mayLose = false }: { readonly mayLose?: boolean }): Line[] {
  return [
    { name: 'attempted', value: verdict.attempted },
    { name: 'acked', value: verdict.acked },
    { name: 'unknown', value: verdict.unknown },
    { name: 'refused for good', value: verdict.refused, must: 0 },
    { name: 'lost', value: verdict.lost, ...(mayLose ? {} : { must: 0 }) },
    { name: 'duplicated', value: verdict.duplicated, must: 0 },
    { name: 'out of order', value: verdict.outOfOrder, must: 0 },
    { name: 'holes, all subscribers', value: verdict.holes, must: 0 },
    ...[...verdict.holesOf].map(
      ([subscriber, holes]): Line => ({ name: `  ${subscriber}`, value: holes, must: 0 }),
    ),
    { name: 'misheard', value: verdict.misheard, must: 0 },
    { name: 'subscribers behind at the end', value: verdict.behind, must: 0 },
    { name: 'rows out of line', value: verdict.brokenJournal, must: 0 },
    { name: 'invented', value: verdict.invented, must: 0 },
    { name: 'subscriptions', value: verdict.subscriptions },
    { name: 'resets', value: verdict.resets },
    ...(mayLose
      ? [
          { name: 'subscribers never told to reload', value: verdict.unreset, must: 0 } as const,
          { name: 'heard, then gone', value: verdict.retracted },
        ]
      : []),
    { name: 'faults', value: verdict.faults },
    { name: 'reconnects', value: verdict.reconnects },
    { name: 'recovery, first sender, ms', value: spread(verdict.recoveryMs) },
    { name: 'recovery, last sender, ms', value: spread(verdict.recoveryOfAllMs) },
  ]
}

/** What the strikes tell. */
export function measuresOf({ strikes }: Judged): Line[] {
  return strikes.flatMap(({ measures }, index) =>
    measures.map(({ name, value, unit, atMost }) => {
      const target = atMost === null ? '' : ` (<= ${atMost}${value <= atMost ? '' : ', NOT MET'})`
      return {
        name: `strike ${index + 1}: ${name}`,
        value: [Math.round(value), unit].filter(String).join(' ') + target,
      }
    }),
  )
}

/** One line a fault. */
export function summaryOf(runs: readonly Run[]): string {
  const head =
    'fault                      attempted   acked  unknown  lost  doubled  disorder  holes  verdict'
  const lines = runs.map(({ name, report, why }) => {
    if (report === null) return `${name.padEnd(26)} could not be run: ${why}`
    const { attempted, acked, unknown, lost, duplicated, outOfOrder, holes } = report.verdict
    const columns = [
      [attempted, 9],
      [acked, 7],
      [unknown, 8],
      [lost, 5],
      [duplicated, 8],
      [outOfOrder, 9],
      [holes, 6],
    ] as const
    const numbers = columns.map(([value, width]) => String(value).padStart(width)).join(' ')
    return `${name.padEnd(26)} ${numbers}  ${report.whys.length === 0 ? 'passed' : `FAILED: ${report.whys.join('; ')}`}`
  })
  return [head, ...lines].join('\n')
}

function spread(ms: readonly number[]): string {
  if (ms.length === 0) return '–'
  const sorted = [...ms].sort((a, b) => a - b)
  const p50 = sorted[Math.floor((sorted.length - 1) / 2)]!
  return `p50 ${round(p50)}, max ${round(sorted.at(-1)!)}`
}

function round(ms: number): string {
  return Number.isFinite(ms) ? String(Math.round(ms)) : 'never'
}
