/** `makeReadCounter`: how many statements the database has answered that were no commit of messages. */
import { COMMITS, metricOf } from './metric-of.ts'
import type { Database } from './seed.ts'

export interface ReadCounter {
  /** Up to ten seconds old: PostgreSQL's sessions report when they have been idle for so long. */
  now(): Promise<number>
}

/** `url` is the server's, whose /metrics knows its commits. */
export function makeReadCounter(database: Database, url: string): ReadCounter {
  return {
    async now() {
      const [{ rows }, commits] = await Promise.all([
        database.query<{ done: string }>(
          'SELECT xact_commit AS done FROM pg_stat_database WHERE datname = current_database()',
        ),
        metricOf(url, COMMITS),
      ])
      return Number(rows[0]?.done) - commits
    },
  }
}
