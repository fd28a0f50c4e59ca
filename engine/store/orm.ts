/** MikroORM over our entities: schema, ordinary reads and ordinary writes. The journal does not go through it. */
import { Migrator } from '@mikro-orm/migrations'
import { MikroORM } from '@mikro-orm/postgresql'
import type pg from 'pg'
import { ENTITIES } from './entities.ts'
import { MIGRATIONS } from './migrations.ts'

export interface OrmOptions {
  readonly url: string
  readonly applicationName: string
  readonly connections: number
  /** 0: a statement may take as long as it likes. */
  readonly statementTimeoutMs: number
}

/** Connects when first used. Each use works in a fork: see Store.em and Store.scoped. */
export function makeOrm({
  url,
  applicationName,
  connections,
  statementTimeoutMs,
}: OrmOptions): Promise<MikroORM> {
  return MikroORM.init({
    clientUrl: url,
    entities: ENTITIES,
    extensions: [Migrator],
    migrations: {
      tableName: 'migration',
      migrationsList: [...MIGRATIONS],
      snapshot: false,
      silent: true,
    },
    // a database that goes away is seen by whoever asks it; the pool itself has nothing to tell
    logger: () => undefined,
    forceUtcTimezone: true,
    pool: { min: 0, max: connections, idleTimeoutMillis: 30_000 },
    driverOptions: {
      application_name: applicationName,
      connectionTimeoutMillis: 5_000,
      statement_timeout: statementTimeoutMs,
      // the client gives up too, when the server is frozen and cannot
      ...(statementTimeoutMs > 0 && { query_timeout: statementTimeoutMs + 1_000 }),
      idle_in_transaction_session_timeout: 10_000,
      keepAlive: true,
      onPoolCreated: letGoOfTheDead,
    },
  })
}

/** By then whoever could give a connection back has done so. */
const LET_GO_MS = 1_000

/**
 * A transaction whose connection died cannot be rolled back either, and then nobody gives the connection back: the pool
 * would be smaller by one for ever, and would never end.
 */
function letGoOfTheDead(pool: pg.Pool): void {
  pool.on('connect', (client) => {
    client.once('error', () => setTimeout(letGo, LET_GO_MS, client).unref())
  })
}

function letGo(client: pg.PoolClient): void {
  try {
    client.release(true)
  } catch {
    // it was given back
  }
}
