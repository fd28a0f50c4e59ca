import { expect, test } from 'vitest'
import { conditionsOf } from '../run/conditions.ts'
import { check } from './checker.ts'
import { USUAL } from './fault.ts'
import { pageOf } from './page.ts'
import type { StormReport } from './storm.ts'

test('the page has a row for each fault, its measures, and a plot in which silence is nought', () => {
  const fault = { at: 10, healedAt: 10, breaksSockets: false }
  const history = { operations: [], streams: [], faults: [fault], reconnects: 0, ordered: new Set<string>() }
  const served = { name: 'served after', value: 1_700, unit: 'ms', atMost: 1_500 }
  const report: StormReport = {
    load: USUAL,
    verdict: check(history, []),
    strikes: [{ at: 10, healedAt: 10, measures: [served], idle: null }],
    pace: [{ acks: [20, 0, 10], p50Ms: 3, p99Ms: 900 }],
    broken: [],
    late: [],
    whys: ['served after is 1700 ms, not <= 1500'],
  }
  const page = pageOf(conditionsOf(['F1', '--report', 'x'], 'chaos'), [
    { name: 'F1', what: 'a node <is> killed', report, why: null },
    { name: 'F2', what: 'another', report: null, why: 'no such program' },
  ])
  expect(page).toContain('npm run chaos -- F1 --report x')
  expect(page).toContain('<td class="bad">served after is 1700 ms, not &#60;= 1500</td>')
  expect(page).toContain('a node &#60;is&#62; killed')
  expect(page).toContain('could not be run: no such program')
  const [, drawn = ''] = /<polyline[^>]* points="([^"]*)"/.exec(page) ?? []
  const heights = drawn.split(' ').map((point) => Number(point.split(',')[1]))
  // SVG counts from above: nought is lowest
  expect(heights).toHaveLength(3)
  expect(Math.max(...heights)).toBe(heights[1])
})
