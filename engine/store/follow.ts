/**
 * Reads the journal of all rooms from a position on, in an order that never changes and skips nothing: every event, or
 * those of posts, which have an index of their own, so that a million messages between two of them cost nothing.
 *
 * Transactions become visible in another order than they began, so "everything after the last row I saw" would
 * skip whoever commits late. Each event carries the number of its transaction; we read only below the oldest one
 * that is still open. Below that line nothing can appear any more, and order by (xid, room, seq) is final. Within
 * a room it is the order of seq, because a room's commits follow one another.
 *
 * A transaction that writes for long, anywhere on the database server, holds the line back: events come late,
 * never wrong.
 */
import type pg from 'pg'
import type { AnyEvent } from '../actors/ports.ts'
import { EVENT_COLUMNS, type EventRow, eventOf } from './event-row.ts'

/** Where a follower is in the journal of all rooms. Opaque, except that BEGINNING comes before everything. */
export type JournalPosition = string

export const BEGINNING: JournalPosition = '0/00000000-0000-0000-0000-000000000000/0'

export interface Followed {
  readonly roomId: string
  readonly event: AnyEvent
}

/** Which events. */
export type Followable = 'every event' | 'posts'

/**
 * At most `limit` events after a position, and the position to go on from. Ask again at once while `events` is
 * full, else a moment later. A position holds for what it was got with.
 */
export type Follow = (
  what: Followable,
  after: JournalPosition,
  limit: number,
) => Promise<{ readonly events: readonly Followed[]; readonly position: JournalPosition }>

const FORM = /^(\d+)\/([0-9a-f-]{36})\/(\d+)$/

function next(only: string): string {
  return `
SELECT xid::text, room_id, ${EVENT_COLUMNS} FROM event
WHERE xid >= $1::xid8 AND (xid > $1::xid8 OR (room_id, seq) > ($2::uuid, $3::bigint))
  AND xid < pg_snapshot_xmin(pg_current_snapshot()) ${only}
ORDER BY xid, room_id, seq LIMIT $4`
}

const NEXT = {
  'every event': { name: 'follow', text: next('') },
  // to the letter what the index `event_of_posts` says
  posts: { name: 'follow-posts', text: next("AND kind LIKE 'post.%'") },
} as const

export function makeFollow(reads: pg.Pool): Follow {
  return async (what, after, limit) => {
    const [, xid, roomId, seq] = FORM.exec(after) ?? []
    if (xid === undefined) throw new Error(`"${after}" is not a position of the journal`)
    const { rows } = await reads.query<EventRow & { xid: string; room_id: string }>({
      ...NEXT[what],
      values: [xid, roomId, seq, limit],
    })
    const last = rows.at(-1)
    return {
      events: rows.map((row) => ({ roomId: row.room_id, event: eventOf(row) })),
      position: last ? `${last.xid}/${last.room_id}/${last.seq}` : after,
    }
  }
}
