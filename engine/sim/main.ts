/** `npm run sim`: runs stories and judges them. `--seeds N [--from M]`, `--seed N` to read one, `--bug NAME`. */
import { parseArgs } from 'node:util'
import { BUGS } from './bugs.ts'
import { idleCounts } from './run-batch.ts'
import { runBatches } from './run-batches.ts'
import { runSeed } from './run-seed.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    bug: { type: 'string' },
  },
})

const bug = BUGS.find(({ name }) => name === values.bug) ?? null
if (values.bug !== undefined && bug === null) {
  throw new Error(`there is no bug ${values.bug}, only ${BUGS.map(({ name }) => name).join(', ')}`)
}

if (values.seed !== undefined) {
  const { lines, violations, hash } = await runSeed({ seed: Number(values.seed), bug, isTold: true })
  console.log(lines.join('\n'))
  console.log(`${violations.length} violations, hash ${hash.slice(0, 16)}`)
  process.exitCode = violations.length > 0 ? 1 : 0
} else {
  const seeds = Number(values.seeds)
  const batch = await runBatches({
    seeds,
    from: Number(values.from),
    bug,
    failuresMax: bug ? 1 : 10,
    onProgress: (ran) => process.stderr.isTTY && process.stderr.write(`\r${ran} of ${seeds} seeds`),
  })
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
  for (const { seed, violations } of batch.failures) {
    console.log(`seed ${seed}: ${violations.length} violations, the first: ${violations[0]}`)
  }
  console.log(
    `${batch.ran} seeds, ${batch.events} events, ${(batch.elapsedMs / 1_000).toFixed(1)} s, ${(batch.elapsedMs / batch.ran).toFixed(1)} ms a seed`,
  )
  for (const [what, count] of Object.entries(batch.counts)) console.log(`  ${what.padEnd(18)} ${count}`)
  const idle = idleCounts(batch)
  if (idle.length > 0) console.log(`the faults did nothing: no ${idle.join(', no ')}`)
  if (bug) console.log(batch.failures.length > 0 ? `${bug.name} is caught` : `${bug.name} is NOT caught`)
  const isGood = bug ? batch.failures.length > 0 : batch.failures.length === 0 && idle.length === 0
  process.exitCode = isGood ? 0 : 1
}
