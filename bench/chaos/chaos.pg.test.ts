/** The chaos suite in small, so that every test run proves it: the node killed twice, the database killed once. */
import { expect, test } from 'vitest'
import type { Verdict } from './checker.ts'
import type { Fault, Load } from './fault.ts'
import { database, kill } from './faults/one-server.ts'
import { storm } from './storm.ts'

const SMALL = { clients: 4, rooms: 3, membersPerRoom: 4, rate: 50 }

async function prove(fault: Fault, load: Partial<Load>): Promise<Verdict> {
  const said: string[] = []
  const plan = { fault, load: { ...SMALL, ...load }, seed: 1 }
  const { verdict, whys } = await storm(plan, (line) => void said.push(line)).catch((error: Error) => {
    throw new Error(`${error.message}\n${said.join('\n')}`)
  })
  expect([...whys, ...verdict.examples].join('\n'), said.join('\n')).toBe('')
  return verdict
}

test('a node that is killed twice while people talk loses, doubles and skips nothing', async () => {
  const verdict = await prove(kill, { seconds: 8, strikes: 2 })
  expect(verdict.reconnects).toBeGreaterThanOrEqual(SMALL.clients)
})

test('a database that is killed while people talk comes back with everything that was acked', async () => {
  const verdict = await prove(database, { seconds: 6, strikes: 1 })
  expect(verdict.acked).toBeGreaterThan(100)
})
