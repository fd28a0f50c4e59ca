/** `makeReadCounter`: how many statements the database has answered that were no commit of messages. */
import type { Database } from './seed.ts'

export interface ReadCounter {
  /** Up to ten seconds old: PostgreSQL's sessions report when they have been idle for so long. */
  now(): Promise<number>
}

/** `url` is the server's, whose /metrics knows its commits. */
export function makeReadCounter(database: Database, url: string): ReadCounter {
  return {
    async now() {
      const [{ rows }, metrics] = await Promise.all([
        database.query<{ done: string }>(
          'SELECT xact_commit AS done FROM pg_stat_database WHERE datname = current_database()',
        ),
        fetch(`${url}/metrics`).then((answer) => answer.text()),
      ])
      return Number(rows[0]?.done) - commitsIn(metrics)
    },
  }
}

/** Of a page for Prometheus. */
export function commitsIn(metrics: string): number {
  return Number(/^parley_commit_seconds_count (\d+)/m.exec(metrics)?.[1] ?? 0)
}
