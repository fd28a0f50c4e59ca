/** The table of what is due: read by owners, claimed by publishers. Only commits of rooms write what it wants. */
import type pg from 'pg'
import type { DueRow, Dues } from '../actors/ports.ts'

export interface PgDues extends Dues {
  /**
   * Takes at most `limit` rows that are due for publishers, so that nobody else has them for `claimMs`. What a room's
   * commit then changes is free again. Nothing of an organisation that is on hold, but looks for what may be out.
   */
  claim(limit: number, claimMs: number): Promise<readonly DueRow[]>
  /** When the next row for publishers is due that nobody has; null when there is none before `until`. */
  nextBefore(until: string): Promise<string | null>
  /** Rows that nobody has come for since `before`: what an operator should look at. */
  overdue(before: string): Promise<number>
}

interface Found {
  readonly room_id: string
  readonly name: string
  readonly due_at: Date
}

const SOON = `
SELECT room_id, name, due_at FROM due
WHERE waker = 'owner' AND shard_id = ANY ($1::int[]) AND due_at <= $2
ORDER BY due_at LIMIT $3`

/** Due for publishers, had by nobody, and not on hold. */
const FREE = `
  d.waker = 'publisher' AND (d.claimed_until IS NULL OR d.claimed_until <= now())
  AND (d.name LIKE 'reconcile:%' OR NOT EXISTS (
    SELECT 1 FROM post p JOIN organisation o ON o.id = p.organisation_id WHERE p.id = d.room_id AND o.posts_held))`

/** On the database's clock, like every claim: two publishers need not agree on the time. */
const CLAIM = `
WITH free AS (
  SELECT d.room_id, d.name FROM due d
  WHERE d.due_at <= now() AND ${FREE}
  ORDER BY d.due_at LIMIT $1 FOR UPDATE OF d SKIP LOCKED
)
UPDATE due t SET claimed_until = now() + $2 * interval '1 millisecond'
FROM free WHERE t.room_id = free.room_id AND t.name = free.name
RETURNING t.room_id, t.name, t.due_at`

const NEXT = `
SELECT d.due_at FROM due d WHERE d.due_at <= $1 AND ${FREE} ORDER BY d.due_at LIMIT 1`

const OVERDUE = 'SELECT count(*) AS count FROM due WHERE due_at < $1'

export function makeDues(pool: pg.Pool): PgDues {
  return {
    async soon(shards, until, limit) {
      if (shards.length === 0) return []
      const { rows } = await pool.query<Found>({
        name: 'due-soon',
        text: SOON,
        values: [shards, until, limit],
      })
      return rows.map(rowOf)
    },
    async claim(limit, claimMs) {
      const { rows } = await pool.query<Found>({ name: 'due-claim', text: CLAIM, values: [limit, claimMs] })
      // UPDATE answers in no order
      return rows.map(rowOf).sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1))
    },
    async nextBefore(until) {
      const { rows } = await pool.query<{ due_at: Date }>({ name: 'due-next', text: NEXT, values: [until] })
      return rows[0]?.due_at.toISOString() ?? null
    },
    async overdue(before) {
      const { rows } = await pool.query<{ count: string }>({ text: OVERDUE, values: [before] })
      return Number(rows[0]?.count ?? 0)
    },
  }
}

function rowOf({ room_id: roomId, name, due_at: dueAt }: Found): DueRow {
  return { roomId, name, dueAt: dueAt.toISOString() }
}
