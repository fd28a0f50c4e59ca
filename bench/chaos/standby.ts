/** `startStandby`: a second PostgreSQL that follows a first by streaming replication, over a wire that can go deaf. */
import { execFile } from 'node:child_process'
import { appendFile, chown, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startTcpProxy, type TcpProxy } from '../../engine/testing/tcp-proxy.ts'
import { type Database, databasePart } from '../cluster/parts.ts'
import { until } from '../run/until.ts'
import { withClient } from './register.ts'

export interface Standby extends Database {
  /** What the primary streams passes here. */
  readonly wire: TcpProxy
  /** It follows no more and takes writes, on a timeline of its own. */
  promote(): Promise<void>
}

const NAME = 'standby'
const CAUGHT_UP_MS_MAX = 30_000

/**
 * Copies the primary while it runs, as pg_basebackup does, which not every package of PostgreSQL brings. Resolves once
 * the standby streams. `isSynchronous`: from then on the primary acknowledges nothing that the standby has not flushed.
 */
export async function startStandby(primary: Database, dir: string, isSynchronous: boolean): Promise<Standby> {
  const url = new URL(primary.url())
  const wire = await startTcpProxy(Number(url.port))
  const standby = databasePart(dir, `${dir}.log`)
  await mkdir(dir)
  await withClient(url.href, async (client) => {
    await client.query('SELECT pg_create_physical_replication_slot($1, true)', [NAME])
    await client.query('SELECT pg_backup_start($1, true)', [NAME])
    // files come and go under the copy; the log that is replayed from its start makes it whole
    await promisify(execFile)('cp', ['-a', `${primary.dataDir}/.`, dir]).catch(() => undefined)
    const { rows } = await client.query<{ labelfile: string }>('SELECT labelfile FROM pg_backup_stop(false)')
    await makeStandby(join(dir, 'postgres'), rows[0]?.labelfile ?? '', url, wire.port)
  })
  await rm(join(dir, 'postgres.port'), { force: true })
  await standby.start()
  await withClient(url.href, async (client) => {
    if (isSynchronous) {
      await client.query(`ALTER SYSTEM SET synchronous_standby_names = '${NAME}'`)
      await client.query('SELECT pg_reload_conf()')
    }
    const wanted = isSynchronous ? 'sync' : 'async'
    await until(
      async () => {
        const { rows } = await client.query<{ state: string }>(
          `SELECT sync_state AS state FROM pg_stat_replication WHERE application_name = $1 AND state = 'streaming'`,
          [NAME],
        )
        return rows[0]?.state === wanted
      },
      CAUGHT_UP_MS_MAX,
      () => `the standby does not stream:\n${standby.lastWords()}`,
    )
  })
  return Object.assign(standby, {
    wire,
    async promote() {
      await withClient(standby.url(), (client) => client.query('SELECT pg_promote()'))
    },
  })
}

async function makeStandby(pgData: string, label: string, primary: URL, port: number): Promise<void> {
  for (const name of ['postmaster.pid', 'postmaster.opts']) await rm(join(pgData, name), { force: true })
  for (const folder of ['pg_wal', 'pg_replslot']) {
    for (const name of await readdir(join(pgData, folder))) {
      await rm(join(pgData, folder, name), { recursive: true })
    }
  }
  // PostgreSQL may run under another account, which owns the folder
  const { uid, gid } = await stat(pgData)
  for (const [name, text] of [
    ['backup_label', label],
    ['standby.signal', ''],
  ] as const) {
    await writeFile(join(pgData, name), text)
    await chown(join(pgData, name), uid, gid)
  }
  const password = decodeURIComponent(primary.password)
  const conninfo = `host=127.0.0.1 port=${port} user=${primary.username} password=${password} application_name=${NAME}`
  await appendFile(
    join(pgData, 'postgresql.auto.conf'),
    `primary_conninfo = '${conninfo}'\nprimary_slot_name = '${NAME}'\n`,
  )
}
