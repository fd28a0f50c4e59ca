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

/** How to start a program of PostgreSQL: what to run, and as whom. */
export interface Launch {
  readonly program: string
  readonly options: Account
  readonly args: (own: readonly string[]) => string[]
}

/**
 * Starts `program` under the account. When a folder above one of `paths` is closed to it (a clone in root's home, a
 * temporary folder), the program keeps the one right of root's that opens folders; PostgreSQL refuses only root itself.
 */
export async function launchAs(account: Account, program: string, paths: readonly string[]): Promise<Launch> {
  const closed = await firstClosedFolder([program, ...paths], account)
  if (closed === null) return { program, options: account, args: (own) => [...own] }
  await run('setpriv', [...keepingPassage(account), 'true']).catch(() => {
    throw new Error(
      `PostgreSQL runs as the account "postgres", which may not enter ${closed}. Set DATA_DIR to a folder it can reach, or: chmod o+x ${closed}`,
    )
  })
  return { program: 'setpriv', options: {}, args: (own) => [...keepingPassage(account), program, ...own] }
}

/** `no_setuid_fixup`: else access(2), which initdb asks about its own programs, overlooks the right. */
function keepingPassage({ uid, gid }: Account): string[] {
  const ids = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups']
  const rights = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override', '--securebits=+no_setuid_fixup']
  return [...ids, ...rights, '--']
}

/** The highest folder above any of `paths` that shuts the account out. */
async function firstClosedFolder(paths: readonly string[], account: Account): Promise<string | null> {
  if (account.uid === undefined) return null
  let closed: string | null = null
  for (const path of paths) {
    for (let folder = dirname(path); ; folder = dirname(folder)) {
      const { mode, uid, gid } = await stat(folder)
      const search = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
      if ((mode & search) === 0) closed = folder
      if (folder === dirname(folder)) break
    }
  }
  return closed
}
