/** `npm run chaos -- list | all | FAULT…`: strikes running systems with faults and proves that nothing was lost. */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { conditionsOf } from '../run/conditions.ts'
import type { Fault, Load } from './fault.ts'
import { FAULTS, faultNamed } from './faults/all.ts'
import { type StormReport, storm } from './storm.ts'
import { summaryOf, tableOf } from './table.ts'

const USAGE = `npm run chaos -- list | all | FAULT... [options]
  list          what there is
  --seconds N  --strikes N  --clients N  --rooms N  --rate N   instead of the fault's own load
  --quick       10 seconds, 2 strikes at most, 8 clients
  --seed 1      which rooms and when
  --json FILE   the verdicts as JSON`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string' },
    strikes: { type: 'string' },
    clients: { type: 'string' },
    rooms: { type: 'string' },
    rate: { type: 'string' },
    seed: { type: 'string', default: '1' },
    json: { type: 'string' },
    quick: { type: 'boolean', default: false },
  },
})

if (positionals[0] === 'list') {
  for (const { name, what } of FAULTS) console.log(`${name.padEnd(26)} ${what}`)
  process.exit(0)
}
const chosen: readonly (Fault | undefined)[] = positionals[0] === 'all' ? FAULTS : positionals.map(faultNamed)
if (chosen.length === 0 || chosen.includes(undefined)) {
  console.error(USAGE)
  process.exit(2)
}

// so that nothing that was started outlives us: what still runs is killed at our exit
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

const begin = performance.now()
const say = (line: string) =>
  console.log(`${((performance.now() - begin) / 1_000).toFixed(1).padStart(6)} s  ${line}`)

const reports: { readonly name: string; readonly report: StormReport | null; readonly why: string | null }[] =
  []
for (const fault of chosen) {
  if (fault === undefined) continue
  say(`=== ${fault.name}: ${fault.what}`)
  try {
    const report = await storm(
      { fault, load: loadFor(fault.load?.strikes ?? 2), seed: Number(values.seed) },
      say,
    )
    reports.push({ name: fault.name, report, why: null })
    console.log(`\n${tableOf(report, fault)}\n`)
    for (const example of report.verdict.examples) console.log(example)
  } catch (error) {
    reports.push({ name: fault.name, report: null, why: String(error) })
    console.error(error)
  }
}

console.log(`\n${summaryOf(reports)}\n`)
if (values.json) {
  const conditions = conditionsOf(['chaos', ...process.argv.slice(2)])
  writeFileSync(values.json, `${JSON.stringify({ conditions, reports: reports.map(readable) }, null, 2)}\n`)
}
const failed = reports.filter(({ report }) => report === null || report.whys.length > 0)
process.exit(failed.length === 0 ? 0 : 1)

/** What was asked for on the command line. */
function loadFor(strikes: number): Partial<Load> {
  const asked: { -readonly [Name in keyof Load]?: Load[Name] } = values.quick
    ? { seconds: 10, strikes: Math.min(2, strikes), clients: 8 }
    : {}
  for (const name of ['seconds', 'strikes', 'clients', 'rooms', 'rate'] as const) {
    if (values[name] !== undefined) asked[name] = Number(values[name])
  }
  return asked
}

function readable({ name, report, why }: (typeof reports)[number]) {
  if (report === null) return { name, why }
  const { verdict } = report
  return { name, ...report, verdict: { ...verdict, holesOf: Object.fromEntries(verdict.holesOf) } }
}
