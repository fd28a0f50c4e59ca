/** `npm run chaos -- list | all | FAULT…`: strikes running systems with faults and proves that nothing was lost. */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { conditionsOf } from '../run/conditions.ts'
import type { Load } from './fault.ts'
import { FAULTS, faultsNamed } from './faults/all.ts'
import { pageOf } from './page.ts'
import { runPosts } from './posts/run.ts'
import { storm } from './storm.ts'
import { type Run, summaryOf, tableOf } from './table.ts'

const USAGE = `npm run chaos -- list | all | posts | FAULT... [options]
  list          what there is
  posts         2,000 scheduled posts to five networks while nodes die and answers are lost; lateness beside a million
  --seconds N  --strikes N  --clients N  --rooms N  --rate N   instead of the fault's own load
  --quick       10 seconds, 2 strikes at most, 8 clients
  --seed 1      which rooms and when
  --json FILE   the verdicts as JSON
  --report FILE the same as a page, with a plot of the answers around each strike`

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
    report: { type: 'string' },
    quick: { type: 'boolean', default: false },
  },
})

if (positionals[0] === 'list') {
  for (const { name, what } of FAULTS) console.log(`${name.padEnd(26)} ${what}`)
  process.exit(0)
}
// so that nothing that was started outlives us: what still runs is killed at our exit
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

const begin = performance.now()
const say = (line: string) =>
  console.log(`${((performance.now() - begin) / 1_000).toFixed(1).padStart(6)} s  ${line}`)

if (positionals[0] === 'posts') {
  const isMet = await runPosts({
    isQuick: values.quick,
    seed: Number(values.seed),
    json: values.json ?? null,
    say,
  })
  process.exit(isMet ? 0 : 1)
}
const named = positionals[0] === 'all' ? [FAULTS] : positionals.map(faultsNamed)
const chosen = named.flat()
if (chosen.length === 0 || named.some((faults) => faults.length === 0)) {
  console.error(USAGE)
  process.exit(2)
}

const conditions = conditionsOf(process.argv.slice(2), 'chaos')
const runs: Run[] = []
for (const fault of chosen) {
  const { name, what } = fault
  say(`=== ${name}: ${what}`)
  try {
    const plan = {
      fault,
      load: loadFor(fault.load?.strikes ?? 2),
      seed: Number(values.seed),
      isQuick: values.quick,
    }
    const report = await storm(plan, say)
    runs.push({ name, what, report, why: null })
    console.log(`\n${tableOf(report, fault)}\n`)
    for (const example of report.verdict.examples) console.log(example)
  } catch (error) {
    runs.push({ name, what, report: null, why: String(error) })
    console.error(error)
  }
  // after each, so that a long run that is broken off leaves what it had
  keep()
}
console.log(`\n${summaryOf(runs)}\n`)
process.exit(runs.every(({ report }) => report?.whys.length === 0) ? 0 : 1)

function keep(): void {
  if (values.json) {
    writeFileSync(values.json, `${JSON.stringify({ conditions, runs: runs.map(readable) }, null, 2)}\n`)
  }
  if (values.report) writeFileSync(values.report, pageOf(conditions, runs))
}

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

function readable(run: Run) {
  if (run.report === null) return run
  const { verdict, pace, ...report } = run.report
  return {
    ...run,
    report: {
      ...report,
      verdict: { ...verdict, holesOf: Object.fromEntries(verdict.holesOf) },
      // on one line
      pace: pace.map(({ acks, ...times }) => ({ ...times, acksIn100Ms: acks.join(' ') })),
    },
  }
}
