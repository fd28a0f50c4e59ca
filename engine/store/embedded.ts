/**
 * PostgreSQL as part of this process: started, adopted, watched, restarted, stopped.
 *
 *   absent ──initdb──▶ stopped ──start──▶ starting ──answers──▶ watched ──our stop──▶ stopped
 *                         ▲                   ▲                    │
 *                         │                   └────it died─────────┤
 *                 a former Parley             ┌────────────────────┘
 *                 was killed: running ──adopt─┘
 */
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { findAccount } from './embedded/account.ts'
import { findBinaries } from './embedded/binaries.ts'
import { choosePort, DATABASE_USER, prepareFolder } from './embedded/folder.ts'
import {
  forgetPostmaster,
  isAlive,
  isPostmaster,
  readPostmaster,
  startPostmaster,
  stopPostmaster,
} from './embedded/postmaster.ts'
import { SILENT, type StoreLog } from './log.ts'

const DATABASE = 'parley'
/** Whoever holds this lock started or adopted the database, and stops it. */
const GUARDIAN_LOCK = 0x70_61_72_6c
const START_MS_MAX = 60_000

export interface EmbeddedPostgres {
  readonly url: string
  /** Stops watching, and stops the database unless another live process was here first. */
  stop(): Promise<void>
}

/**
 * Brings up the database under `dataDir/postgres` and keeps it up until `stop`. One that a killed process left
 * running is adopted; one that dies under us is started again on the same port.
 */
export async function startEmbedded({
  dataDir,
  log = SILENT,
}: {
  dataDir: string
  log?: StoreLog
}): Promise<EmbeddedPostgres> {
  const [binaries, account] = await Promise.all([findBinaries(), findAccount()])
  const folder = await prepareFolder(dataDir, binaries, account)
  let port = 0
  let adopted = false
  let stopping = false
  let guardian: pg.Client
  let isGuardian = false
  let recovery: Promise<void> = Promise.resolve()
  let startedPid = 0

  const urlOf = (database: string) =>
    `postgresql://${DATABASE_USER}:${folder.password}@127.0.0.1:${port}/${database}`

  /** A session on the running database of this very folder, or why there is none. */
  async function connect(): Promise<pg.Client | { readonly why: string }> {
    const client = new pg.Client({
      connectionString: urlOf('postgres'),
      application_name: 'parley/guardian',
      connectionTimeoutMillis: 2_000,
      keepAlive: true,
    })
    client.on('error', () => undefined)
    try {
      await client.connect()
      const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory')
      if (rows[0]?.data_directory === folder.pgData) return client
      await client.end()
      return { why: `port ${port} belongs to another database` }
    } catch (error) {
      client.end().catch(() => undefined)
      return { why: (error as Error).message }
    }
  }

  /** Adopts the database or starts it, and returns once it answers. */
  async function bringUp(waitMsMax: number): Promise<pg.Client> {
    const giveUpAt = performance.now() + waitMsMax
    let child: { ended: boolean; code: number | null } | null = null
    let failures = 0
    for (let why = ''; ; await sleep(50)) {
      if (stopping) throw new Error('stopping')
      const found = await readPostmaster(folder.pgData)
      const alive = found !== null && (await isPostmaster(found.pid, folder.pgData))
      if (alive) {
        port = found.port
        const client = await connect()
        if (client instanceof pg.Client) {
          adopted = child === null
          return client
        }
        why = client.why
      } else if (child === null || child.ended) {
        if (child !== null) {
          why = `it ended with code ${child.code}`
          failures++
          await sleep(200)
        }
        // The number in postmaster.pid was given to a stranger, which PostgreSQL respects and we can tell. Only
        // after a second of trying: a dying server's last sessions are kept out by that same file.
        if (failures >= 5 && found !== null && isAlive(found.pid)) await forgetPostmaster(folder.pgData)
        if (port === 0) port = await choosePort(dataDir)
        const state = { ended: false, code: null as number | null }
        const { pid, ended } = await startPostmaster(binaries.postgres, folder, port, account)
        child = state
        startedPid = pid
        ended.then(
          (code) => Object.assign(state, { ended: true, code }),
          () => Object.assign(state, { ended: true }),
        )
      }
      if (performance.now() > giveUpAt) {
        throw new Error(
          `PostgreSQL in ${folder.pgData} does not answer: ${why}. Its words are in ${folder.logFile}`,
        )
      }
    }
  }

  /** Holds one session: its end is how we learn, at once and on every system, that the database died. */
  async function watch(client: pg.Client): Promise<void> {
    guardian = client
    isGuardian = await tryLock(client)
    client.once('end', () => {
      if (!stopping) recovery = recover()
    })
    if (!isGuardian) void becomeGuardian(client)
  }

  async function tryLock(client: pg.Client): Promise<boolean> {
    const { rows } = await client.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1) AS got', [
      GUARDIAN_LOCK,
    ])
    return rows[0]?.got === true
  }

  /** Another process guards; it may go before us. */
  async function becomeGuardian(client: pg.Client): Promise<void> {
    while (!stopping && !isGuardian && guardian === client) {
      await sleep(500, undefined, { ref: false })
      isGuardian = await tryLock(client).catch(() => false)
    }
  }

  async function recover(): Promise<void> {
    log.warn({ port }, 'the database went away; bringing it back')
    for (;;) {
      try {
        await watch(await bringUp(START_MS_MAX))
        log.info({ port }, 'the database is back')
        return
      } catch (error) {
        if (stopping) return
        log.warn({ err: error }, 'the database does not come back; trying on')
        await sleep(1_000)
      }
    }
  }

  const client = await bringUp(START_MS_MAX)
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE])
  if (rowCount === 0) {
    await client.query(`CREATE DATABASE ${DATABASE}`).catch((error: { code?: string }) => {
      // made just now by a process that starts beside us
      if (error.code !== '42P04' && error.code !== '23505') throw error
    })
  }
  await watch(client)
  log.info({ port, adopted, guardian: isGuardian }, 'the embedded database is up')

  return {
    url: urlOf(DATABASE),
    async stop() {
      stopping = true
      await recovery
      if (isGuardian) {
        const running = await readPostmaster(folder.pgData)
        await stopPostmaster(running?.pid ?? startedPid, folder.pgData)
      }
      await guardian.end().catch(() => undefined)
    },
  }
}
