/** `npm run bench -- SCENARIO | all | list | headline FILE | page FILE`: asks a question about speed, and answers it beside other servers. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { PEERS } from './peers/peers.ts'
import { headlineOf, targetsOf } from './report/headline.ts'
import { htmlOf, type Result } from './report/html.ts'
import { type AnsweredRow, tableOf } from './report/table.ts'
import { conditionsOf } from './run/conditions.ts'
import { runScenario } from './run/run-scenario.ts'
import type { Remote } from './scenario.ts'
import { SCENARIOS } from './scenarios/all.ts'

const USAGE = `npm run bench -- SCENARIO | all | list | headline FILE | page FILE [options]
  headline FILE   the tables of a README, from what --json wrote
  page FILE       the page of --report, from what --json wrote
  --peer NAME     only this peer, or these when given several times; default: all that the scenario knows
  --no-peers      Parley alone
  --seconds 5     how long each load lasts
  --at-most N     messages or calls a second that no load goes beyond
  --quick         the smaller plan: fewer peers, short loads, one round
  --json FILE     everything, for machines
  --report FILE   a page with plots
  --url URL       a deployment that runs, instead of a server started here
  --users FILE    its accounts: [{"email": "…", "password": "…"}, …]`
const SECONDS = { quick: 1, full: 5 }

// so that nothing that was started outlives us: what still runs is killed at our exit
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

const args = process.argv.slice(2)
const { values, positionals } = parseArgs({
  args,
  allowPositionals: true,
  options: {
    peer: { type: 'string', multiple: true },
    'no-peers': { type: 'boolean', default: false },
    seconds: { type: 'string' },
    'at-most': { type: 'string' },
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    report: { type: 'string' },
    url: { type: 'string' },
    users: { type: 'string' },
  },
})
const [wanted] = positionals
if (wanted === 'list') {
  list()
  process.exit(0)
}
if ((wanted === 'headline' || wanted === 'page') && positionals[1] !== undefined) {
  const result = JSON.parse(readFileSync(positionals[1], 'utf8')) as Result
  console.log(wanted === 'page' ? htmlOf(result) : `${headlineOf(result)}\n\n${targetsOf(result)}`)
  process.exit(0)
}
const chosen = wanted === 'all' ? SCENARIOS : SCENARIOS.filter(({ name }) => name === wanted)
if (chosen.length === 0) {
  console.error(USAGE)
  process.exit(2)
}
const unknown = (values.peer ?? []).filter((name) => !PEERS.some((peer) => peer.name === name))
if (unknown.length > 0) {
  console.error(`nobody is called ${unknown.join(', ')}: npm run bench -- list`)
  process.exit(2)
}

const { quick } = values
const seconds = Number(values.seconds ?? (quick ? SECONDS.quick : SECONDS.full))
const begin = performance.now()
const say = (line: string) =>
  console.log(`${((performance.now() - begin) / 1_000).toFixed(1).padStart(7)} s  ${line}`)
const conditions = conditionsOf(args)
say(`${conditions.cores} x ${conditions.cpu}, Node ${conditions.node}, commit ${conditions.commit}`)
if (conditions.loadBefore > 0.5) say(`the machine is not idle: load ${conditions.loadBefore}`)

// now, and not after a quarter of an hour of measuring
for (const file of [values.json, values.report]) if (file) mkdirSync(dirname(file), { recursive: true })

const rows: AnsweredRow[] = []
const failures: string[] = []
const remote = remoteOf()
for (const scenario of chosen) {
  say(`${scenario.name}: ${scenario.question}`)
  try {
    const peers = values['no-peers'] ? [] : (values.peer ?? null)
    const atMost = values['at-most'] === undefined ? {} : { atMost: Number(values['at-most']) }
    const options = {
      quick,
      seconds,
      ...atMost,
      peers,
      remote,
      say: (line: string) => say(`${scenario.name}: ${line}`),
    }
    for (const row of await runScenario(scenario, options)) rows.push({ scenario: scenario.name, ...row })
  } catch (error) {
    failures.push(`${scenario.name} could not be finished: ${error instanceof Error ? error.stack : error}`)
    say(failures.at(-1) as string)
  }
  // after every scenario: a full run takes hours, and what was measured is not lost when it is ended
  save({ conditions, quick, seconds, rows, failures })
}

console.log(`\n${tableOf(rows)}\n`)
const missed = rows.filter(({ target }) => target && !target.isMet).length
const targets = rows.filter(({ target }) => target).length
say(
  `${targets - missed} of ${targets} targets met${failures.length > 0 ? `, ${failures.length} scenarios failed` : ''}`,
)
process.exit(failures.length === 0 ? 0 : 1)

function save(result: Result): void {
  if (values.json) writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`)
  if (values.report) writeFileSync(values.report, htmlOf(result))
}

function list(): void {
  for (const { name, question } of SCENARIOS) console.log(`${name.padEnd(10)} ${question}`)
  console.log('\npeers:')
  for (const peer of PEERS) {
    console.log(`${peer.name.padEnd(16)} ${peer.title}${peer.isThere() ? '' : ' (not installed)'}`)
  }
}

function remoteOf(): Remote | null {
  if (values.url === undefined) return null
  if (values.users === undefined) throw new Error('--url needs --users')
  return { url: values.url.replace(/\/$/, ''), users: JSON.parse(readFileSync(values.users, 'utf8')) }
}
