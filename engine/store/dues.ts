/** The table of what is due: read by owners, claimed by publishers. Only commits of rooms write what it wants. */
import type pg from 'pg'
import type { DueAt, DueRow, Dues } from '../actors/ports.ts'
import { makeGather } from '../kernel/gather.ts'
import { shardOf } from '../kernel/shard.ts'

export interface PgDues extends Dues {
  /**
   * Takes at most `limit` rows that are due for publishers, so that nobody else has them for `claimMs`. What a room's
   * commit then changes is free again. Nothing of an organisation that is on hold, but looks for what may be out.
   */
  claim(limit: number, claimMs: number): Promise<readonly ClaimedRow[]>
  /** When the next row for publishers is due that nobody has; null when there is none before `until`. */
  nextBefore(until: string): Promise<string | null>
  /** Whether the organisation has stopped all its posts. */
  isHeld(organisationId: string): Promise<boolean>
  /** Rows due before `before` that are still there and not on hold. */
  overdue(before: string): Promise<number>
  /** Posts that should have gone out before `before` and that nothing wakes; at most `limit`. There should be none. */
  forgotten(before: string, limit: number): Promise<readonly string[]>
  /** Writes rows again that were lost. One too many does no harm: the room refuses. */
  restore(roomId: string, dues: ReadonlyMap<string, DueAt>): Promise<void>
}

/** A due row with whose it is, so that who claims it need not read the post before it is fired. */
export interface ClaimedRow extends DueRow {
  readonly organisationId: string
}

interface Found {
  readonly room_id: string
  readonly name: string
  readonly due_at: Date
}

interface Claimed extends Found {
  readonly organisation_id: string | null
}

const SOON = `
SELECT room_id, name, due_at FROM due
WHERE waker = 'owner' AND shard_id = ANY ($1::int[]) AND due_at <= $2
ORDER BY due_at LIMIT $3`

/** Not of an organisation that has stopped its posts. */
const NOT_HELD = `NOT EXISTS (
    SELECT 1 FROM post p JOIN organisation o ON o.id = p.organisation_id WHERE p.id = d.room_id AND o.posts_held)`

/** Due for publishers, had by nobody, and not on hold. */
const FREE = `
  d.waker = 'publisher' AND (d.claimed_until IS NULL OR d.claimed_until <= now())
  AND (d.name LIKE 'reconcile:%' OR ${NOT_HELD})`

/** On the database's clock, like every claim: two publishers need not agree on the time. */
const CLAIM = `
WITH free AS (
  SELECT d.room_id, d.name FROM due d
  WHERE d.due_at <= now() AND ${FREE}
  ORDER BY d.due_at LIMIT $1 FOR UPDATE OF d SKIP LOCKED
)
UPDATE due t SET claimed_until = now() + $2 * interval '1 millisecond'
FROM free WHERE t.room_id = free.room_id AND t.name = free.name
RETURNING t.room_id, t.name, t.due_at, (SELECT p.organisation_id FROM post p WHERE p.id = t.room_id)`

const HELD = 'SELECT id FROM organisation WHERE id = ANY ($1::uuid[]) AND posts_held'
/** A hundred that are due at one instant ask at once, and there are two connections for all that wakes. */
const HELD_AT_ONCE = 500

const NEXT = `
SELECT d.due_at FROM due d WHERE d.due_at <= $1 AND ${FREE} ORDER BY d.due_at LIMIT 1`

const OVERDUE = `
SELECT count(*) AS count FROM due d WHERE d.due_at < $1 AND ${NOT_HELD}`

const FORGOTTEN = `
SELECT p.id FROM post p JOIN organisation o ON o.id = p.organisation_id
WHERE p.status IN ('scheduled', 'publishing') AND p.at < $1 AND NOT o.posts_held
  AND NOT EXISTS (SELECT 1 FROM due d WHERE d.room_id = p.id)
LIMIT $2`

const RESTORE = `
INSERT INTO due (room_id, name, shard_id, due_at, waker)
SELECT $1::uuid, t.name, $2::int, t.due_at, t.waker
FROM unnest($3::text[], $4::timestamptz[], $5::text[]) AS t(name, due_at, waker) ON CONFLICT DO NOTHING`

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
      const { rows } = await pool.query<Claimed>({ name: 'due-claim', text: CLAIM, values: [limit, claimMs] })
      // UPDATE answers in no order
      return rows.flatMap(claimedOf).sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1))
    },
    async nextBefore(until) {
      const { rows } = await pool.query<{ due_at: Date }>({ name: 'due-next', text: NEXT, values: [until] })
      return rows[0]?.due_at.toISOString() ?? null
    },
    isHeld: makeGather(HELD_AT_ONCE, async (organisationIds) => {
      const { rows } = await pool.query<{ id: string }>({
        name: 'held',
        text: HELD,
        values: [organisationIds],
      })
      const held = new Set(rows.map(({ id }) => id))
      return organisationIds.map((id) => held.has(id))
    }),
    async overdue(before) {
      const { rows } = await pool.query<{ count: string }>({ text: OVERDUE, values: [before] })
      return Number(rows[0]?.count ?? 0)
    },
    async forgotten(before, limit) {
      const { rows } = await pool.query<{ id: string }>({ text: FORGOTTEN, values: [before, limit] })
      return rows.map(({ id }) => id)
    },
    async restore(roomId, dues) {
      const rows = [...dues]
      const values = [
        roomId,
        shardOf(roomId),
        rows.map(([name]) => name),
        rows.map(([, { at }]) => at),
        rows.map(([, { waker }]) => waker),
      ]
      await pool.query({ text: RESTORE, values })
    },
  }
}

function rowOf({ room_id: roomId, name, due_at: dueAt }: Found): DueRow {
  return { roomId, name, dueAt: dueAt.toISOString() }
}

/** None for a post whose row was lost: there is nothing to visit. */
function claimedOf(found: Claimed): ClaimedRow[] {
  const { organisation_id: organisationId } = found
  return organisationId === null ? [] : [{ ...rowOf(found), organisationId }]
}
