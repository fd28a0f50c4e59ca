/** `npm run migrate`: brings the database up to date and ends. Processes do the same when they start. */
import { readConfig } from '../host/config.ts'
import { makeLog } from '../host/log.ts'
import { startEmbedded } from './embedded.ts'
import { migrate } from './migrate.ts'

const config = readConfig(process.env)
const log = makeLog(config)
const embedded = config.databaseUrl === null ? await startEmbedded({ dataDir: config.dataDir, log }) : null
try {
  const { epoch } = await migrate(config.databaseUrl ?? (embedded?.url as string))
  log.info({ epoch }, 'the database is up to date')
} finally {
  await embedded?.stop()
}
