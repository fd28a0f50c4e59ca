/** `embeddedDatabase`: where the PostgreSQL of a data folder is to be found, from outside. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface EmbeddedDatabase {
  readonly url: string
  /** Its first process; the children of it are the connections. */
  readonly pid: number
}

/** As it runs now. Rejects while it does not run, or has only begun to. */
export async function embeddedDatabase(dataDir: string): Promise<EmbeddedDatabase> {
  const [text, password] = await Promise.all([
    readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'),
    readFile(join(dataDir, 'postgres.password'), 'utf8'),
  ])
  // the first and the fourth line are the process and its port
  const lines = text.split('\n')
  const [pid, port] = [Number(lines[0]), Number(lines[3])]
  if (!(pid > 0 && port > 0)) throw new Error('postmaster.pid is not complete')
  return { url: `postgres://parley:${encodeURIComponent(password.trim())}@127.0.0.1:${port}/parley`, pid }
}
