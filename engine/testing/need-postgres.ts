/** Global set-up of `.pg.test.ts`: a PostgreSQL for each worker, in which every test makes its own database. */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded } from '../store/embedded.ts'

/** `maxWorkers` of the project; see vitest.config.ts. */
const WORKERS = 2

/**
 * Not in the test processes: the runner ends those without a last word, and their servers would stay behind. And not
 * one for all: how far `follow` may read depends on every transaction of a server, also those of other databases.
 */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.TEST_DATABASE_URL) return
  const servers = await Promise.all(Array.from({ length: WORKERS }, startServer))
  process.env.TEST_DATABASE_URLS = servers.map(({ url }) => url).join(' ')
  return async () => {
    delete process.env.TEST_DATABASE_URLS
    await Promise.all(servers.map(({ remove }) => remove()))
  }
}

async function startServer(): Promise<{ url: string; remove: () => Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-tests-'))
  // PostgreSQL runs under another account when we are root, and must be able to pass through
  await chmod(dataDir, 0o711)
  const { url, stop } = await startEmbedded({ dataDir })
  return {
    url,
    async remove() {
      await stop()
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
