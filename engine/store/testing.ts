/** A real PostgreSQL for tests: one server a test process, one fresh database a caller. */
import { rmSync } from 'node:fs'
import { chmod, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { readPostmaster } from './embedded/postmaster.ts'
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

/** Ends with the process: the server's whole folder is temporary, so it is killed, not stopped. */
async function startServer(): Promise<EmbeddedPostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-test-'))
  await chmod(dataDir, 0o711)
  const started = await startEmbedded({ dataDir })
  const running = await readPostmaster(join(dataDir, 'postgres'))
  process.once('exit', () => {
    if (running !== null) process.kill(running.pid, 'SIGQUIT')
    rmSync(dataDir, { recursive: true, force: true })
  })
  return started
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
