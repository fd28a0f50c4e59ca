/** The folder of an embedded database: made at the first start, found again at every later one. */
import { execFile } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { chown, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { type Account, launchAs } from './account.ts'
import type { Binaries } from './binaries.ts'

const VERSION = '18'
export const DATABASE_USER = 'parley'

export interface Folder {
  /** PGDATA. */
  readonly pgData: string
  readonly password: string
  readonly logFile: string
}

/** Prepares `dataDir`: the password (mode 0600), made once, and the cluster in `postgres/`. */
export async function prepareFolder(dataDir: string, binaries: Binaries, account: Account): Promise<Folder> {
  const home = resolve(dataDir)
  await mkdir(home, { recursive: true })
  const pgData = join(home, 'postgres')
  const password = await once(join(home, 'postgres.password'), () => randomBytes(24).toString('base64url'))
  const version = await readOr(join(pgData, 'PG_VERSION'), null)
  if (version === null) await initialise(pgData, password, binaries, account)
  else if (version !== VERSION) {
    throw new Error(
      `${pgData} was written by PostgreSQL ${version}, this is ${VERSION}. Dump and restore it.`,
    )
  }
  return { pgData, password, logFile: join(home, 'postgres.log') }
}

/** The port kept in the folder, or another when a stranger sits on it. */
export async function choosePort(dataDir: string): Promise<number> {
  const file = join(resolve(dataDir), 'postgres.port')
  const kept = Number(await readOr(file, '0'))
  if (kept > 0 && (await isFree(kept))) return kept
  for (;;) {
    // below the ports that systems hand out to outgoing connections, so that none of those takes it from us
    const port = randomInt(15_000, 30_000)
    if (!(await isFree(port))) continue
    await writeFile(file, `${port}\n`)
    return port
  }
}

/** initdb into a neighbour and rename: a start that is killed half-way leaves nothing that looks like a cluster. */
async function initialise(
  pgData: string,
  password: string,
  binaries: Binaries,
  account: Account,
): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'parley-'))
  const fresh = `${pgData}.new-${randomBytes(4).toString('hex')}`
  try {
    const passwordFile = join(scratch, 'password')
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 })
    await mkdir(fresh, { mode: 0o700 })
    for (const path of [scratch, passwordFile, fresh]) await give(path, account)
    const initdb = await launchAs(account, binaries.initdb, [fresh, passwordFile])
    await promisify(execFile)(
      initdb.program,
      initdb.args([
        `--pgdata=${fresh}`,
        `--username=${DATABASE_USER}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        // PostgreSQL's own rules for letters: the same on every machine, whatever locales it has
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--locale=C',
      ]),
      { ...initdb.options, cwd: scratch },
    )
    await rename(fresh, pgData).catch((error: NodeJS.ErrnoException) => {
      // another process was first, with the same password
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    })
  } finally {
    await rm(scratch, { recursive: true, force: true })
    await rm(fresh, { recursive: true, force: true })
  }
}

async function give(path: string, { uid, gid }: Account): Promise<void> {
  if (uid !== undefined && gid !== undefined) await chown(path, uid, gid)
}

/** Writes what `make` gives unless the file is there; returns what the file holds. */
async function once(file: string, make: () => string): Promise<string> {
  await writeFile(file, `${make()}\n`, { mode: 0o600, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  return (await readFile(file, 'utf8')).trim()
}

async function readOr<Other>(file: string, other: Other): Promise<string | Other> {
  return readFile(file, 'utf8').then(
    (text) => text.trim(),
    () => other,
  )
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}
