/** `npm run chaos -- kill | database`: strikes a running server with faults and proves that nothing was lost. */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { faultsOf } from './checker.ts'
import { type Plan, runChaos } from './run.ts'
import { tableOf } from './table.ts'

const USAGE = `npm run chaos -- kill | database [options]
  kill       the node is killed with SIGKILL and started again
  database   PostgreSQL and its processes are killed; the node brings it back
  --seconds 30  --faults 5  --clients 20  --rooms 10  --rate 200   the load
  --quick       10 seconds, 2 faults, 8 clients, 4 rooms
  --seed 1      which rooms and when
  --json FILE   the verdict as JSON`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string' },
    faults: { type: 'string' },
    clients: { type: 'string' },
    rooms: { type: 'string' },
    rate: { type: 'string' },
    seed: { type: 'string' },
    json: { type: 'string' },
    quick: { type: 'boolean', default: false },
  },
})
const [scenario] = positionals
if (scenario !== 'kill' && scenario !== 'database') {
  console.error(USAGE)
  process.exit(2)
}

const whole = { seconds: 30, faults: 5, clients: 20, rooms: 10, rate: 200, seed: 1 }
const base = values.quick ? { ...whole, seconds: 10, faults: 2, clients: 8, rooms: 4 } : whole
const plan: Plan = {
  scenario,
  seconds: Number(values.seconds ?? base.seconds),
  faults: Number(values.faults ?? base.faults),
  clients: Number(values.clients ?? base.clients),
  rooms: Number(values.rooms ?? base.rooms),
  rate: Number(values.rate ?? base.rate),
  seed: Number(values.seed ?? base.seed),
}

const begin = performance.now()
const say = (line: string) =>
  console.log(`${((performance.now() - begin) / 1_000).toFixed(1).padStart(6)} s  ${line}`)
say(`chaos ${scenario}: ${JSON.stringify(plan)}`)
const verdict = await runChaos(plan, say)
const whys = faultsOf(verdict)

console.log(`\n${tableOf(verdict)}\n`)
for (const example of verdict.examples) console.log(example)
if (values.json) {
  const readable = { plan, ...verdict, holesOf: Object.fromEntries(verdict.holesOf), whys }
  writeFileSync(values.json, `${JSON.stringify(readable, null, 2)}\n`)
}
console.log(whys.length === 0 ? 'PASSED: every promise was kept' : `FAILED: ${whys.join('; ')}`)
process.exit(whys.length === 0 ? 0 : 1)
