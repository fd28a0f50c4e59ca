/** The chaos suite in small, so that every test run proves it: the node killed twice, the database killed once. */
import { expect, test } from 'vitest'
import { faultsOf, type Verdict } from './checker.ts'
import { type Plan, runChaos } from './run.ts'

const SMALL = { clients: 4, rooms: 3, rate: 50, seed: 1 }

async function prove(plan: Plan): Promise<Verdict> {
  const said: string[] = []
  const verdict = await runChaos(plan, (line) => void said.push(line)).catch((error: Error) => {
    throw new Error(`${error.message}\n${said.join('\n')}`)
  })
  expect([...faultsOf(verdict), ...verdict.examples].join('\n'), said.join('\n')).toBe('')
  return verdict
}

test('a node that is killed twice while people talk loses, doubles and skips nothing', async () => {
  const verdict = await prove({ ...SMALL, scenario: 'kill', seconds: 8, faults: 2 })
  expect(verdict.reconnects).toBeGreaterThanOrEqual(SMALL.clients)
})

test('a database that is killed while people talk comes back with everything that was acked', async () => {
  const verdict = await prove({ ...SMALL, scenario: 'database', seconds: 6, faults: 1 })
  expect(verdict.acked).toBeGreaterThan(100)
})
