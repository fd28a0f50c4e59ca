/** `htmlOf`: a result as one page that needs nothing from outside. */
import type { Conditions } from '../run/conditions.ts'
import { type Line, plotOf } from './plot.ts'
import { type AnsweredRow, numberOf, verdictOf } from './table.ts'
import { WHERE } from './where.ts'

export interface Result {
  readonly conditions: Conditions
  readonly quick: boolean
  readonly seconds: number
  readonly rows: readonly AnsweredRow[]
  readonly failures: readonly string[]
}

/** Of every page of results. */
export const STYLE = `
:root { color-scheme: light dark; --ink: light-dark(#1b1f24, #e6e8eb); --dim: light-dark(#667080, #98a2b0);
  --line: light-dark(#dfe3e8, #333a44); --paper: light-dark(#fff, #14171b); --bad: light-dark(#b3261e, #ff8a80);
  --good: light-dark(#1b7f3b, #7bd88f) }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 72rem;
  margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100%; font-size: .9em }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top }
/* on a phone the table scrolls rather than becoming a column of single words */
td.more { min-width: 24rem }
td.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
.dim, figcaption { color: var(--dim) } .bad { color: var(--bad); font-weight: 600 } .good { color: var(--good) }
figure { margin: 1rem 0 } svg { max-width: 100%; height: auto } .wide { overflow-x: auto }`

const PLOTS = {
  latency: { title: 'Latency by percentile', x: 'percentile', y: 'ms', logX: false },
  throughput: {
    title: 'What came, of what was offered',
    x: 'offered a second',
    y: 'came a second',
    logX: true,
  },
  memory: { title: 'Memory against connections', x: 'connections', y: 'bytes', logX: true },
} as const

export function htmlOf({ conditions, quick, seconds, rows, failures }: Result): string {
  const scenarios = [...new Set(rows.map(({ scenario }) => scenario))]
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Parley bench, ${escaped(conditions.at)}</title><style>${STYLE}</style></head><body>
<h1>Parley bench</h1>
<p>${escaped(conditions.command)}</p>
<p class="dim">${whereOn(conditions)}
· loads of ${seconds} s${quick ? ', quick' : ''}</p>
${failures.map((why) => `<p class="bad">${escaped(why)}</p>`).join('\n')}
${scenarios
  .map((name) =>
    sectionOf(
      name,
      rows.filter(({ scenario }) => scenario === name),
    ),
  )
  .join('\n')}
</body></html>
`
}

/** When, on what and with what it was measured; HTML. */
export function whereOn(conditions: Conditions): string {
  const { at, commit, cores, cpu, memoryGb, system, node, congestionControl, loadBefore } = conditions
  const machine = `${cores} x ${cpu}, ${memoryGb} GB, ${system}`
  const words = [
    at,
    `commit ${commit}`,
    machine,
    `Node ${node}`,
    versionsOf(conditions),
    `TCP ${congestionControl}`,
    `load before ${loadBefore}`,
  ]
  return escaped(words.join(' · '))
}

function versionsOf({ versions }: Conditions): string {
  return Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')
}

function sectionOf(name: string, rows: readonly AnsweredRow[]): string {
  const plots = (Object.keys(PLOTS) as (keyof typeof PLOTS)[]).map((plot) => {
    const lines = rows.flatMap(({ server, what, curves = [] }): Line[] =>
      curves
        .filter((curve) => curve.plot === plot && curve.points.length > 1)
        .map(({ points }) => ({ name: `${server}: ${what}`, points })),
    )
    return lines.length === 0 ? '' : plotOf(lines, PLOTS[plot])
  })
  return `<section><h2>${escaped(name)}</h2><div class="wide"><table>
<thead><tr><th>what</th><th>server</th><th>value</th><th>unit</th><th>target</th><th>more</th></tr></thead>
<tbody>${rows.map(rowOf).join('\n')}</tbody></table></div>
${plots.join('\n')}
${whereOf(name, rows)}</section>`
}

/** Only where a target is not met. */
function whereOf(name: string, rows: readonly AnsweredRow[]): string {
  const told = WHERE[name]
  if (told === undefined || rows.every(({ target }) => target?.isMet ?? true)) return ''
  return `<h3>Where it goes</h3>${told.map((line) => `<p>${escaped(line)}</p>`).join('\n')}`
}

function rowOf(row: AnsweredRow): string {
  const mark = row.target === undefined ? 'dim' : row.target.isMet ? 'good' : 'bad'
  const more = Object.entries(row.figures ?? {}).map(([name, value]) => `${name} ${numberOf(value)}`)
  return `<tr><td>${escaped(row.what)}</td><td>${escaped(row.server)}</td><td class="n">${numberOf(row.value)}</td>
<td>${escaped(row.unit)}</td><td class="${mark}">${escaped([row.target?.says, verdictOf(row)].filter(Boolean).join(' '))}</td>
<td class="dim more">${escaped([row.note, ...more].filter(Boolean).join(' · '))}</td></tr>`
}

export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`)
}
