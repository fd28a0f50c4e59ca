/** A real PostgreSQL for tests: one server a test process, one fresh database a caller. */
import { spawn } from 'node:child_process'
import { chmod, mkdtemp } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { type EmbeddedPostgres, startEmbedded } from './embedded.ts'
import { openStore, type Store } from './store.ts'

export interface TestDatabase {
  /** Of an empty database, not yet migrated. */
  readonly url: string
  /** Opens a store on it: migrated, with its journal. All are closed by `stop`. */
  open(): Promise<Store>
  /** Closes the stores and drops the database. */
  stop(): Promise<void>
}

let server: Promise<Pick<EmbeddedPostgres, 'url'>> | null = null
let databases = 0

/** A fresh database of its own. `TEST_DATABASE_URL` names a server to use instead of an embedded one. */
export async function withDatabase(): Promise<TestDatabase> {
  server ??= process.env.TEST_DATABASE_URL
    ? Promise.resolve({ url: process.env.TEST_DATABASE_URL })
    : startServer()
  const { url: serverUrl } = await server
  const name = `test_${process.pid}_${++databases}`
  await administer(serverUrl, `CREATE DATABASE ${name}`)
  const url = Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href
  const stores: Store[] = []
  return {
    url,
    async open() {
      const store = await openStore({
        databaseUrl: url,
        dataDir: '',
        lanes: 2,
        applicationName: 'parley/test',
      })
      stores.push(store)
      return store
    },
    async stop() {
      await Promise.all(stores.map((store) => store.close()))
      await administer(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`)
    },
  }
}

/** A server in a temporary folder that ends with this process, however that ends. */
async function startServer(): Promise<EmbeddedPostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-test-'))
  await chmod(dataDir, 0o711)
  endWithUs(dataDir)
  return startEmbedded({ dataDir })
}

/**
 * A test process is often killed, and then runs no handler. A shell outlives it: its input ends when we do, and it
 * ends the server at once and removes the folder.
 */
function endWithUs(dataDir: string): void {
  const script = 'cat; kill -QUIT "$(head -n 1 "$0/postgres/postmaster.pid")"; rm -rf "$0"'
  const shell = spawn('sh', ['-c', script, dataDir], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
  shell.unref()
  // a handle of ours must not keep the process either
  ;(shell.stdin as Socket).unref()
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
