/** The system account PostgreSQL runs under: our own, or `postgres` when we are root, whom PostgreSQL refuses. */
import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Empty when PostgreSQL runs as ourselves. */
export interface Account {
  readonly uid?: number
  readonly gid?: number
}

/** Makes the account when there is none (root only). */
export async function findAccount(): Promise<Account> {
  if (process.getuid?.() !== 0) return {}
  const known = await lookUp()
  if (known !== null) return known
  await run('groupadd', ['--system', 'postgres']).catch(() => undefined)
  await run('useradd', ['--system', '--no-create-home', '-g', 'postgres', 'postgres']).catch(() => undefined)
  const made = await lookUp()
  if (made !== null) return made
  throw new Error(
    'PostgreSQL does not run as root and no account "postgres" could be made. Run Parley as another user, or set DATABASE_URL.',
  )
}

async function lookUp(): Promise<Account | null> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', 'postgres']), run('id', ['-g', 'postgres'])])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  } catch {
    return null
  }
}

/** Throws when a folder above `path` shuts the account out; says which one and what to do. */
export async function checkReachable(path: string, account: Account, setting: string): Promise<void> {
  if (account.uid === undefined) return
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const { mode, uid, gid } = await stat(folder)
    const search = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
    if ((mode & search) === 0) {
      throw new Error(
        `PostgreSQL runs as the account "postgres", which may not enter ${folder} on the way to ${path}. ${setting}, or: chmod o+x ${folder}`,
      )
    }
    if (folder === dirname(folder)) return
  }
}
