/** `openReadOnly`: a database as somebody sees it who may not change a thing: not migrated, and PostgreSQL refuses every write. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { startEmbedded } from './embedded.ts'
import { SILENT } from './log.ts'
import { makePool } from './pool.ts'

export interface ReadOnly {
  /** Rejects with a line for a person when the tables are not those of this version. */
  read<Row extends object>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>
  close(): Promise<void>
}

export interface ReadOnlyOptions {
  /** Null: PostgreSQL under `dataDir`. */
  readonly databaseUrl: string | null
  readonly dataDir: string
  readonly applicationName: string
}

const STATEMENT_MS = 30_000
/** No such table, no such column. */
const OTHER_TABLES = new Set(['42P01', '42703'])

/**
 * An embedded database that runs already, under a Parley that serves people, is read beside it; one that does not is
 * started, and stopped by `close`. Rejects with one clear line when there is none.
 */
export async function openReadOnly({
  databaseUrl,
  dataDir,
  applicationName,
}: ReadOnlyOptions): Promise<ReadOnly> {
  if (databaseUrl === null && !existsSync(join(dataDir, 'postgres', 'PG_VERSION')))
    throw new Error(
      `There is no database under ${dataDir}: set DATABASE_URL or DATA_DIR, or start Parley once.`,
    )
  const embedded = databaseUrl === null ? await startEmbedded({ dataDir }) : null
  const pool = makePool({
    url: embedded?.url ?? (databaseUrl as string),
    applicationName,
    connections: 1,
    statementTimeoutMs: STATEMENT_MS,
    log: SILENT,
    settings: ['default_transaction_read_only=on'],
  })
  return {
    async read<Row extends object>(text: string, values: readonly unknown[] = []) {
      try {
        const { rows } = await pool.query<Row>(text, [...values])
        return rows
      } catch (error) {
        if (error instanceof Error && 'code' in error && OTHER_TABLES.has(String(error.code)))
          throw new Error(
            `The database is of another version of Parley (${error.message}): start this one once.`,
          )
        throw error
      }
    },
    async close() {
      await pool.end()
      await embedded?.stop()
    },
  }
}
