import { expect, it } from 'vitest'
import type { Row } from '../scenario.ts'
import { htmlOf } from './html.ts'
import { plotOf } from './plot.ts'
import { type AnsweredRow, numberOf, tableOf } from './table.ts'

const conditions = {
  at: '2026-11-21T12:00:00.000Z',
  command: 'npm run bench -- all --quick',
  commit: 'abc1234',
  node: 'v22.0.0',
  versions: { ws: '8.0.0' },
  cpu: 'A <fast> one',
  cores: 2,
  memoryGb: 8,
  system: 'linux 6',
  congestionControl: 'cubic',
  loadBefore: 0.1,
}
const row = (over: Partial<Row>): AnsweredRow => ({
  scenario: 'fanout',
  what: '500 subscribers',
  server: 'parley',
  value: 1_234_567.8,
  unit: 'deliveries/s',
  ...over,
})
const rows = [
  row({
    curves: [
      {
        plot: 'latency',
        points: [
          [50, 1],
          [99, 7],
          [100, 0],
        ],
      },
    ],
    figures: { 'p99 ms': 7.123 },
  }),
  row({ server: 'trpc & co', value: 41.26, isStarved: true }),
  row({ what: 'ratio', value: 3, unit: 'x', target: { says: '>= 200', isMet: false } }),
  row({ what: 'p50', value: 0.5, unit: 'ms', target: { says: '<= 1', isMet: true } }),
]

it('prints every row, and shouts what is not met', () => {
  const lines = tableOf(rows).split('\n')
  expect(lines).toHaveLength(2 + rows.length)
  expect(lines[2]).toContain('1,234,568')
  expect(lines[3]).toContain('generator was the limit')
  expect(lines[4]).toContain('NOT MET')
  expect(lines[5]).toMatch(/<= 1\s+met$/)
  expect(numberOf(Number.NaN)).toBe('-')
})

/** Every element that is opened is closed, in turn. */
function faultOf(html: string): string | null {
  const open: string[] = []
  for (const [, closes, name, , empty] of html.matchAll(/<(\/?)([a-z0-9]+)((?:\s[^<>]*?)?)(\/?)>/g)) {
    if (empty || name === 'meta') continue
    if (!closes) open.push(name as string)
    else if (open.pop() !== name) return `</${name}> closes nothing`
  }
  return open.length === 0 ? null : `<${open.at(-1)}> stays open`
}

it('makes a page that stands alone and has every row', () => {
  const html = htmlOf({ conditions, quick: true, seconds: 1, rows, failures: ['idle could not be finished'] })
  expect(faultOf(html)).toBe(null)
  expect(html.match(/<tr><td>/g)).toHaveLength(rows.length)
  expect(html).toContain('trpc &#38; co')
  expect(html).toContain('A &#60;fast&#62; one')
  expect(html).toContain('idle could not be finished')
  expect(html).toContain('<polyline')
  expect(html).not.toMatch(/src=|href=|url\(|@import/)
})

it('draws no point that its axes cannot show', () => {
  const axes = { title: 't', x: 'x', y: 'y', logX: true }
  const svg = plotOf(
    [
      {
        name: 'a',
        points: [
          [0, 1],
          [10, 0],
          [10, 5],
          [100, 7],
        ],
      },
    ],
    axes,
  )
  expect(svg).not.toContain('NaN')
  expect(svg).not.toContain('Infinity')
  expect(plotOf([{ name: 'a', points: [[0, 0]] }], axes)).toBe('')
})
