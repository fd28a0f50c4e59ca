/** `loneServer`: one server process on an empty folder of its own, with its embedded database. */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../engine/testing/free-port.ts'
import { type ServerPart, serverPart } from './server-part.ts'

/** A SIGKILL leaves its database behind running. */
export interface LoneServer extends ServerPart {
  readonly dataDir: string
  /** Stops it if it runs, and removes the folder. */
  remove(): Promise<void>
}

/** Prepares one on a free port, with these settings besides; nothing runs before `start`. */
export async function loneServer(settings: Readonly<Record<string, string>> = {}): Promise<LoneServer> {
  const home = await mkdtemp(join(tmpdir(), 'parley-lone-'))
  // PostgreSQL runs under another account when we are root, and must be able to pass through
  await chmod(home, 0o711)
  const dataDir = join(home, 'data')
  const part = serverPart({
    name: 'the server',
    port: await freePort(),
    env: {
      DATA_DIR: dataDir,
      // said empty, so that no .env of the developer leads us to another database
      DATABASE_URL: '',
      NATS_URL: '',
      LOG_LEVEL: 'info',
      ...settings,
    },
    logFile: join(home, 'server.log'),
  })
  return Object.assign(part, {
    dataDir,
    async remove() {
      await part.stop()
      await rm(home, { recursive: true, force: true, maxRetries: 5 })
    },
  })
}
