/** `tableOf`: the rows of a run on a terminal. */
import type { Row } from '../scenario.ts'

/** A row, with the scenario that it answers. */
export interface AnsweredRow extends Row {
  readonly scenario: string
}

/** Columns as wide as they must be; a target that is not met is said in capitals. */
export function tableOf(rows: readonly AnsweredRow[]): string {
  const cells = rows.map((row) => [
    row.scenario,
    row.what,
    row.server,
    numberOf(row.value),
    row.unit,
    row.target?.says ?? '',
    verdictOf(row),
  ])
  const all = [['scenario', 'what', 'server', 'value', 'unit', 'target', ''], ...cells]
  const widths = (all[0] as string[]).map((_, column) =>
    Math.max(...all.map((line) => line[column]?.length ?? 0)),
  )
  const lineOf = (line: readonly string[]) =>
    line
      .map((cell, column) =>
        column === 3 ? cell.padStart(widths[3] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd()
  return [
    lineOf(all[0] as string[]),
    lineOf(widths.map((width) => '-'.repeat(width))),
    ...cells.map(lineOf),
  ].join('\n')
}

export function verdictOf({ target, isStarved, isDisturbed }: Row): string {
  const said = [
    target ? (target.isMet ? 'met' : 'NOT MET') : '',
    isStarved ? 'generator was the limit' : '',
    isDisturbed ? 'others were at work' : '',
  ]
  return said.filter(Boolean).join(', ')
}

/** Whole numbers from 100 on, three digits below. */
export function numberOf(value: number): string {
  if (!Number.isFinite(value)) return '-'
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en')
  return String(Number(value.toPrecision(3)))
}
