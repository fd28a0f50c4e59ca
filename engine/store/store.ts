/** Opens the database: embedded or given, migrated, with its journal and history. */
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql'
import type pg from 'pg'
import type { Journal } from '../actors/ports.ts'
import type { History } from '../fanout/history.ts'
import type { PostState } from '../post/state.ts'
import { makeDues, type PgDues } from './dues.ts'
import { startEmbedded } from './embedded.ts'
import { type Follow, makeFollow } from './follow.ts'
import { makeHistory, RETURNS } from './history.ts'
import { LOADS, openJournal } from './journal.ts'
import { SILENT, type StoreLog } from './log.ts'
import { migrate } from './migrate.ts'
import { makeOrm } from './orm.ts'
import { makePool } from './pool.ts'
import { makeReadPost } from './read-posts.ts'
import { warmUp } from './warm-up.ts'

export interface StoreOptions {
  /** Null: PostgreSQL is part of this process, under `dataDir`. */
  readonly databaseUrl: string | null
  readonly dataDir: string
  /** Lanes of the journal, each a connection: one, unless the database has cores to spare. */
  readonly lanes: number
  /** `parley/<nodeId>/<incarnation>`: how other nodes tell our sessions from those of a dead process. */
  readonly applicationName: string
  readonly log?: StoreLog
}

export interface Store {
  readonly orm: MikroORM
  /** Where the database is; for those who need a session of their own. */
  readonly databaseUrl: string
  /** One session that is held for as long as this process lives: membership's beats, which wait for nobody. */
  readonly control: pg.Pool
  /** One session that takes shards and gives them away, and waits for commits to end. */
  readonly moves: pg.Pool
  /** Name of the history in this database; the first half of every position. */
  readonly epoch: string
  readonly journal: Journal
  readonly history: History
  /** What rooms want to be woken for. */
  readonly dues: PgDues
  /**
   * For reads by SQL whose cost must not grow with a room: give each a `name`, and it is planned once, as descents of
   * indexes. No filter reaches here: a statement names its organisation itself.
   */
  readonly reads: pg.Pool
  /** A post as the journal has it; null when there is none. Those that are asked for at once are read together. */
  readonly readPost: (postId: string) => Promise<PostState | null>
  /** Everything that happens in all rooms, in one order: for workers. */
  readonly follow: Follow
  /** The organisation that open sign-up joins. */
  readonly homeOrganisationId: string
  /**
   * A fresh entity manager for people and sign-in. Reading a tenant entity through it throws unless the
   * read says `UNSCOPED` (entities/organisation-filter.ts).
   */
  em(): EntityManager
  /** A fresh entity manager that sees one organisation only. */
  scoped(organisationId: string): EntityManager
  /** Resolves when the database answers; rejects within 2 s when it does not. */
  ping(): Promise<void>
  /** The database's time, ms since 1970: what the whole cluster takes for now. */
  time(): Promise<number>
  /** Opens what commits and rooms are read and written through; else whoever comes first waits for it, 0.2 s. */
  warmUp(): Promise<void>
  /** Closes all connections and stops an embedded database. */
  close(): Promise<void>
}

/**
 * Every read of the pool `reads` descends an index. Planned once, it stays that way as the tables grow, and twenty rooms
 * of a reconnecting client cost 0.3 ms of PostgreSQL instead of 0.5 with planning. Planned anew each time, a page of
 * history was once a sort of the whole room, because the planner took the room for a small one.
 */
export const READ_SETTINGS = [
  'plan_cache_mode=force_generic_plan',
  'enable_seqscan=off',
  'enable_bitmapscan=off',
  'jit=off',
] as const

const NOW = 'SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS ms'
const READERS = 6
/** One for the owner's alarm, one for a publisher's claims. */
const WAKERS = 2

/** Brings the database up, migrates it and connects. Rejects with one clear line when that cannot be. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { applicationName, dataDir, lanes, log = SILENT } = options
  const embedded = options.databaseUrl === null ? await startEmbedded({ dataDir, log }) : null
  const databaseUrl = embedded?.url ?? (options.databaseUrl as string)
  try {
    const { epoch, homeOrganisationId } = await migrate(databaseUrl)
    const orm = await makeOrm({
      url: databaseUrl,
      applicationName,
      connections: 10,
      statementTimeoutMs: 10_000,
    })
    const reads = makePool({
      url: databaseUrl,
      applicationName,
      connections: READERS,
      stay: true,
      statementTimeoutMs: 10_000,
      log,
      settings: READ_SETTINGS,
    })
    const wakers = makePool({
      url: databaseUrl,
      applicationName,
      connections: WAKERS,
      statementTimeoutMs: 5_000,
      log,
      settings: READ_SETTINGS,
    })
    const pings = makePool({
      url: databaseUrl,
      applicationName,
      connections: 1,
      statementTimeoutMs: 1_000,
      log,
    })
    const control = makePool({
      url: databaseUrl,
      applicationName,
      connections: 1,
      statementTimeoutMs: 2_500,
      log,
    })
    // slow to give up: a takeover waits for the last commits of whoever is taken over
    const moves = makePool({
      url: databaseUrl,
      applicationName,
      connections: 1,
      statementTimeoutMs: 20_000,
      lockTimeoutMs: 15_000,
      log,
    })
    const journal = openJournal({ url: databaseUrl, applicationName, lanes, reads, log })
    return {
      orm,
      databaseUrl,
      control,
      moves,
      epoch,
      journal,
      history: makeHistory(reads),
      dues: makeDues(wakers),
      reads,
      readPost: makeReadPost(reads),
      follow: makeFollow(reads),
      homeOrganisationId,
      em: () => orm.em.fork(),
      scoped(organisationId) {
        const em = orm.em.fork()
        em.setFilterParams('organisation', { organisationId })
        return em
      },
      async ping() {
        await pings.query('SELECT 1')
      },
      async time() {
        const { rows } = await pings.query<{ ms: number }>(NOW)
        return rows[0]?.ms ?? Number.NaN
      },
      async warmUp() {
        await Promise.all([journal.warmUp(), warmUp(reads, READERS, [...LOADS, ...RETURNS])])
      },
      async close() {
        await Promise.all([
          journal.close(),
          control.end(),
          moves.end(),
          reads.end(),
          wakers.end(),
          pings.end(),
          orm.close(true),
        ])
        await embedded?.stop()
      },
    }
  } catch (error) {
    await embedded?.stop()
    throw error
  }
}
