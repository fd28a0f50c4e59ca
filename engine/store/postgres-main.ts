/** `npm run postgres -- DIR`: the embedded PostgreSQL as a process of its own, for several nodes on one machine. */
import { startEmbedded } from './embedded.ts'

const [dataDir] = process.argv.slice(2)
if (dataDir === undefined) {
  console.error(
    'usage: npm run postgres -- DIR    keeps its data in DIR and prints its DATABASE_URL; Ctrl-C stops it',
  )
  process.exit(2)
}

const postgres = await startEmbedded({ dataDir })
// the whole line is the address, so that a program can read it
process.stdout.write(`${postgres.url}\n`)

let isStopping = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (isStopping) return
    isStopping = true
    postgres.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  })
}
