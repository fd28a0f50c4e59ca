import { expect, it } from 'vitest'
import { runScenario } from './run/run-scenario.ts'
import type { Row, Scenario } from './scenario.ts'
import { fanoutOf } from './scenarios/fanout.ts'
import { send } from './scenarios/send.ts'

/** Figures are not judged here: the machine may be busy. What came and what did not is. */
async function rowsOf(scenario: Scenario, peer: string): Promise<readonly Row[]> {
  const lines: string[] = []
  const say = (line: string) => void lines.push(line)
  const rows = await runScenario(scenario, {
    quick: true,
    seconds: 0.3,
    atMost: 500,
    peers: [peer],
    remote: null,
    say,
  })
  expect(lines.length).toBeGreaterThan(0)
  return rows
}

function isWhole(rows: readonly Row[], server: string): void {
  const measured = rows.filter((row) => row.server === server && row.unit === 'ms' && row.figures)
  expect(measured.length).toBeGreaterThan(0)
  for (const { figures } of measured) expect(figures).toMatchObject({ missing: 0, failed: 0 })
}

it('fans out: Parley and a peer deliver every message to everybody', async () => {
  const rows = await rowsOf(fanoutOf([20]), 'uws')
  isWhole(rows, 'parley')
  isWhole(rows, 'uws')
  expect(rows.some(({ what }) => what.includes('as a multiple of uws'))).toBe(true)
}, 120_000)

it('sends: every acknowledged message is in the journal', async () => {
  const rows = await rowsOf(send, 'trpc')
  const lost = rows.find(({ unit }) => unit === 'messages')
  expect(lost).toMatchObject({ value: 0, target: { isMet: true } })
  expect(rows.some(({ server }) => server === 'trpc')).toBe(true)
}, 120_000)
