/** `pageOf`: what came of chaos runs as one page that needs nothing from outside. */
import { escaped, STYLE, whereOn } from '../report/html.ts'
import { type Line, plotOf } from '../report/plot.ts'
import type { Conditions } from '../run/conditions.ts'
import { BEFORE_MS, SLOT_MS } from './pace.ts'
import { measuresOf, type Run } from './table.ts'

const HEAD = [
  'fault',
  'attempted',
  'acked',
  'unknown',
  'lost',
  'doubled',
  'out of order',
  'holes',
  'resets',
  'first sender back, ms',
  'last sender back, ms',
  'p50, ms',
  'p99, ms',
  'verdict',
]

export function pageOf(conditions: Conditions, runs: readonly Run[]): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Parley chaos, ${escaped(conditions.at)}</title><style>${STYLE}</style></head><body>
<h1>Parley chaos</h1>
<p>${escaped(conditions.command)}</p>
<p class="dim">${whereOn(conditions)}</p>
<p class="dim">p50 and p99 are of answers to what was sent in the 40 s from a strike on, the outage among them.</p>
<div class="wide"><table><thead><tr>${HEAD.map((name) => `<th>${name}</th>`).join('')}</tr></thead>
<tbody>${runs.map(rowOf).join('\n')}</tbody></table></div>
${runs.map(sectionOf).join('\n')}
</body></html>
`
}

function rowOf({ name, report, why }: Run): string {
  if (report === null) {
    return `<tr><td>${escaped(name)}</td><td colspan="${HEAD.length - 1}" class="bad">could not be run: ${escaped(why ?? '')}</td></tr>`
  }
  const { verdict, pace, whys } = report
  const { attempted, acked, unknown, lost, duplicated, outOfOrder, holes, resets } = verdict
  const numbers = [
    ...[attempted, acked, unknown, lost, duplicated, outOfOrder, holes, resets],
    ...[verdict.recoveryMs, verdict.recoveryOfAllMs].map((times) => Math.max(...times)),
    ...[pace.map(({ p50Ms }) => p50Ms), pace.map(({ p99Ms }) => p99Ms)].map((times) => Math.max(...times)),
  ]
  const end =
    whys.length === 0
      ? '<td class="good">passed</td>'
      : `<td class="bad">${whys.map(escaped).join('<br>')}</td>`
  const cells = numbers.map(
    (value) => `<td class="n">${Number.isFinite(value) ? Math.round(value) : 'never'}</td>`,
  )
  return `<tr><td>${escaped(name)}</td>${cells.join('')}${end}</tr>`
}

function sectionOf({ name, what, report }: Run): string {
  if (report === null) return ''
  const lines = report.pace.map(
    ({ acks }, index): Line => ({
      name: `strike ${index + 1}`,
      points: acks.map((count, slot) => [(slot * SLOT_MS - BEFORE_MS) / 1_000, count] as const),
    }),
  )
  const axes = {
    title: `Answers around each strike: ${name}`,
    x: 's after the strike',
    y: 'answers in 100 ms',
  }
  return `<section><h2>${escaped(name)}</h2><p>${escaped(what)}</p>
<table><tbody>${measuresOf(report)
    .map(({ name, value }) => `<tr><td>${escaped(name)}</td><td>${escaped(String(value))}</td></tr>`)
    .join('\n')}</tbody></table>
${plotOf(lines, { ...axes, logX: false, logY: false })}</section>`
}
