/** `numberNext`: reads what happened to posts on, and gives every event that a webhook wants its number there. */
import type { JournalPosition } from '../../engine/store/follow.ts'
import { FOLLOWER_NAME } from './lease.ts'
import type { WebhookParts } from './parts.ts'

const EVENTS_MAX = 1_000
/** After so long nobody is asked to take it any more, but by hand. */
export const GIVES_UP_MS = 24 * 3_600_000

/**
 * One statement: the position moves and the deliveries are there, or neither. A process that has lost the lease, or whose
 * position is not the newest, changes nothing; so one writes `last_number` at a time and numbers have no gaps.
 * Parameters: new position, name, holder, old position, events, ms until it is given up.
 */
const NUMBER = `
WITH moved AS (
  UPDATE follower SET position = ? WHERE name = ? AND holder = ? AND position = ? RETURNING name
), told AS (
  SELECT e.*, p.organisation_id FROM json_to_recordset(?::json) AS e(n int, room_id uuid, seq bigint, kind text, at timestamptz)
  JOIN post p ON p.id = e.room_id
), wanted AS (
  SELECT w.id AS webhook_id, t.organisation_id, t.room_id, t.seq, t.kind,
    w.last_number + row_number() OVER (PARTITION BY w.id ORDER BY t.n) AS number
  FROM told t JOIN webhook w ON w.organisation_id = t.organisation_id
  WHERE EXISTS (SELECT 1 FROM moved) AND w.removed_at IS NULL AND t.at >= w.created_at
    AND (cardinality(w.events) = 0 OR t.kind = ANY(w.events))
    AND NOT EXISTS (SELECT 1 FROM webhook_delivery d WHERE d.webhook_id = w.id AND d.room_id = t.room_id AND d.seq = t.seq)
), counted AS (
  UPDATE webhook w SET last_number = c.newest
  FROM (SELECT webhook_id, max(number) AS newest FROM wanted GROUP BY webhook_id) c WHERE w.id = c.webhook_id
)
INSERT INTO webhook_delivery (id, organisation_id, webhook_id, number, room_id, seq, kind, next_at, gives_up_at)
SELECT gen_random_uuid(), organisation_id, webhook_id, number, room_id, seq, kind, now(), now() + ? * interval '1 ms' FROM wanted`

/** The position after it, and whether there is more at once. */
export async function numberNext(
  { store }: WebhookParts,
  holder: string,
  from: JournalPosition,
): Promise<{ readonly position: JournalPosition; readonly isMore: boolean }> {
  const { events, position } = await store.follow('posts', from, EVENTS_MAX)
  if (position === from) return { position, isMore: false }
  const told = events.map(({ roomId, event: { seq, kind, at } }, n) => ({
    n,
    room_id: roomId,
    seq,
    kind,
    at,
  }))
  await store.em().execute(NUMBER, [position, FOLLOWER_NAME, holder, from, JSON.stringify(told), GIVES_UP_MS])
  return { position, isMore: events.length === EVENTS_MAX }
}
