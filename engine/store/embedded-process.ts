/** A process that holds an embedded database, for tests that kill it: `embedded-process.ts <dataDir>`. */
import { startEmbedded } from './embedded.ts'

const { url } = await startEmbedded({ dataDir: process.argv[2] ?? '' })
process.stdout.write(`${url}\n`)
