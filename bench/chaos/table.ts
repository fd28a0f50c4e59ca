/** A verdict as a table for people. */
import type { Verdict } from './checker.ts'

/** `must` is 0 where any other number breaks a promise. */
interface Line {
  readonly name: string
  readonly value: string | number
  readonly must?: 0
}

export function tableOf(verdict: Verdict): string {
  const lines: Line[] = [
    { name: 'attempted', value: verdict.attempted },
    { name: 'acked', value: verdict.acked },
    { name: 'unknown', value: verdict.unknown },
    { name: 'refused', value: verdict.refused },
    { name: 'lost', value: verdict.lost, must: 0 },
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
    { name: 'faults', value: verdict.faults },
    { name: 'reconnects', value: verdict.reconnects },
    { name: 'recovery, first sender, ms', value: spread(verdict.recoveryMs) },
    { name: 'recovery, last sender, ms', value: spread(verdict.recoveryOfAllMs) },
  ]
  const width = Math.max(...lines.map(({ name }) => name.length))
  return lines
    .map(
      ({ name, value, must }) =>
        `${name.padEnd(width)}  ${value}${must === 0 && value !== 0 ? '  <- must be 0' : ''}`,
    )
    .join('\n')
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
