/** Opens the database: embedded or given, migrated, with its journal and history. */
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql'
import type { Journal } from '../actors/ports.ts'
import type { History } from '../fanout/history.ts'

export interface Store {
  readonly orm: MikroORM
  /** Name of the history in this database; the first half of every position. */
  readonly epoch: string
  readonly journal: Journal
  readonly history: History
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
  /** Closes all connections and stops an embedded database. */
  close(): Promise<void>
}
