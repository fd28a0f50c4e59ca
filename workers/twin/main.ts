/** `npm run twin`: plays an organisation's next days at once against misbehaving networks, and says what will become of its posts. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from '../../engine/host/config.ts'
import { isUuid } from '../../engine/kernel/ids.ts'
import { openReadOnly } from '../../engine/store/read-only.ts'
import { overruled } from './overruled.ts'
import { pageOf } from './page.ts'
import { type Played, play } from './play.ts'
import { predict } from './predict.ts'
import { POSTS_MAX, readWeek } from './read-week.ts'
import { summaryOf } from './summary.ts'
import { warningsOf } from './warnings.ts'
import { CLIMATES, type ClimateName } from './weather.ts'

const USAGE = `npm run twin -- [options]
Plays what is planned in the next days: real rooms, publisher and adapters, in memory and at once, against networks
that are fakes on this machine. It reads the database (DATABASE_URL, or the embedded one under DATA_DIR), writes
nothing there, and asks no real network.
  --organisation ID   only this one's posts
  --days 7            how far it looks, 1 to 31
  --seed 1            another number is another week of faults; the same one is the same week again
  --faults usual      calm: nothing goes wrong outside. usual: an answer lost here and there, a network away for an
                      hour, tokens that end early, a publisher killed. bad: much more of it
  --json FILE         everything, for machines
Ends with 1 when somebody is needed although nothing went wrong outside, with 2 when it could not play.`
const DAYS_MAX = 31

const { values } = parseArgs({
  options: {
    organisation: { type: 'string' },
    days: { type: 'string', default: '7' },
    seed: { type: 'string', default: '1' },
    faults: { type: 'string', default: 'usual' },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  console.log(USAGE)
  process.exit(0)
}
const asked = askedOf()
if (typeof asked === 'string') giveUp(`${asked}\n\n${USAGE}`)
const { organisationId, days, seed, faults } = asked

if (existsSync('.env')) process.loadEnvFile('.env')
try {
  const config = readConfig(process.env)
  const reader = await openReadOnly({ ...config, applicationName: 'parley/twin' })
  const week = await readWeek(reader, { organisationId, days }).finally(() => reader.close())
  if (week.posts.length === POSTS_MAX) console.error(`only the first ${POSTS_MAX} posts are played`)

  const warnings = warningsOf(week)
  const asOf = { held: week.held, from: new Date(week.nowMs).toISOString() }
  const predicted = ({ posts }: Played) =>
    overruled(
      posts.flatMap((post) => predict(post, asOf)),
      warnings,
    )
  const played = (name: ClimateName) =>
    play(week, {
      climate: CLIMATES[name],
      seed,
      spendCapMils: config.xSpendCapMils,
      networkTimeoutMs: config.networkTimeoutMs,
    })
  // what needs a person in it needs one whatever networks do
  const calm = await played('calm')
  const real = faults === 'calm' ? calm : await played(faults)

  const predictions = predicted(real)
  const summary = summaryOf({ predictions, calm: predicted(calm), warnings, costMils: real.costMils })
  const how = `seed ${seed}, faults ${faults}`
  console.log(pageOf({ week, how, predictions, warnings, summary }))
  if (values.json) {
    mkdirSync(dirname(values.json), { recursive: true })
    const { deaths, warnings: logged } = real
    const all = { ...asked, predictions, warnings, summary, deaths, logged }
    writeFileSync(values.json, `${JSON.stringify(all, null, 2)}\n`)
  }
  process.exit(summary.isTrouble ? 1 : 0)
} catch (error) {
  giveUp(error instanceof Error ? error.message : String(error))
}

interface Asked {
  readonly organisationId: string | null
  readonly days: number
  readonly seed: number
  readonly faults: ClimateName
}

/** What is wrong with it, in a line, when something is. */
function askedOf(): Asked | string {
  const { organisation = null, days, seed, faults } = values
  if (organisation !== null && !isUuid(organisation)) return '--organisation takes the id of one'
  if (!/^\d+$/.test(days) || Number(days) < 1 || Number(days) > DAYS_MAX)
    return `--days takes 1 to ${DAYS_MAX}`
  if (!/^\d{1,9}$/.test(seed)) return '--seed takes a number'
  if (!Object.hasOwn(CLIMATES, faults)) return `--faults takes ${Object.keys(CLIMATES).join(', ')}`
  return {
    organisationId: organisation,
    days: Number(days),
    seed: Number(seed),
    faults: faults as ClimateName,
  }
}

function giveUp(why: string): never {
  console.error(why)
  process.exit(2)
}
