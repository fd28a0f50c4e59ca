/** What fan-out reads when its memory does not reach back far enough. */
import type pg from 'pg'
import type { AnyEvent } from '../actors/ports.ts'
import type { ConversationReset } from '../conversation/message.ts'
import type { ConversationKind } from '../conversation/state.ts'
import type { History } from '../fanout/history.ts'
import { must } from '../kernel/assert.ts'
import { isUuid } from '../kernel/ids.ts'
import { dumpPost, type PostReset } from '../post/state.ts'
import type { Role } from '../protocol/permissions.ts'
import { EVENT_COLUMNS, type EventRow, eventOf } from './event-row.ts'
import { MESSAGE_COLUMNS, type MessageRow, messageOf, WITH_CHANGES } from './message-row.ts'
import { READS_OF_POSTS, readPosts } from './read-posts.ts'
import { NO_ROOM } from './warm-up.ts'

/** Messages in a reset: about three screens. */
const RESET_MESSAGES = 50

/** One descent a room for its head, one for its events, in one round trip for all rooms. */
const EVENTS_AFTER = {
  name: 'events-after',
  text: `
SELECT w.n::int, w.after, coalesce(h.seq, 0) AS head, e.*
FROM unnest($1::uuid[], $2::bigint[]) WITH ORDINALITY AS w(room_id, after, n)
LEFT JOIN LATERAL (SELECT seq FROM event WHERE room_id = w.room_id ORDER BY seq DESC LIMIT 1) AS h ON true
LEFT JOIN LATERAL (
  SELECT ${EVENT_COLUMNS} FROM event
  WHERE room_id = w.room_id AND seq > w.after AND h.seq <= w.after + $3::bigint
  ORDER BY seq LIMIT $3::bigint
) AS e ON true
ORDER BY w.n, e.seq`,
}

/** Conversation, members and newest messages of one moment: all of one snapshot, so all as of `head`. */
const RESETS = {
  name: 'resets',
  text: `
SELECT c.id, c.organisation_id, c.kind, c.title, c.archived, c.head, c.last_at,
  (SELECT json_agg(json_build_array(user_id, role) ORDER BY joined_seq, user_id)
    FROM member WHERE conversation_id = c.id) AS members,
  (SELECT json_agg(p ORDER BY seq) FROM (
    SELECT ${MESSAGE_COLUMNS} FROM (
      SELECT * FROM event WHERE room_id = c.id AND kind = 'message.sent' ORDER BY seq DESC LIMIT ${RESET_MESSAGES}
    ) AS e ${WITH_CHANGES}) AS p) AS messages
FROM conversation AS c WHERE c.id = ANY($1::uuid[])`,
}

/** What coming back asks, of a room that is not there. */
export const RETURNS: readonly pg.QueryConfig[] = [
  { ...EVENTS_AFTER, values: [[NO_ROOM], [0], 1] },
  { ...RESETS, values: [[NO_ROOM]] },
  ...READS_OF_POSTS,
]

export function makeHistory(reads: pg.Pool): History {
  return {
    async eventsAfter(wanted, limitPerRoom) {
      const known = wanted.map(({ roomId }) => (isUuid(roomId) ? roomId : null))
      const { rows } = await reads.query<Partial<EventRow> & { n: number; after: string; head: string }>({
        ...EVENTS_AFTER,
        values: [known, wanted.map(({ after }) => after), limitPerRoom],
      })
      const found = wanted.map(({ roomId }) => ({ roomId, head: 0, events: [] as AnyEvent[] | null }))
      for (const row of rows) {
        const room = must(found[row.n - 1], 'a row answers a wanted room')
        room.head = Number(row.head)
        if (row.seq != null) room.events?.push(eventOf(row as EventRow))
        else if (room.head > Number(row.after)) room.events = null
      }
      return found
    },

    async resets(roomIds) {
      const { rows } = await reads.query<ResetRow>({
        ...RESETS,
        values: [roomIds.filter(isUuid)],
      })
      const found = new Map(
        rows.map((row) => [row.id, { seq: Number(row.head), json: JSON.stringify(resetOf(row)) }]),
      )
      const others = roomIds.filter((roomId) => !found.has(roomId))
      for (const [roomId, post] of await readPosts(reads, others)) {
        const reset: PostReset = { kind: 'reset', seq: post.head, post: dumpPost(post) }
        found.set(roomId, { seq: post.head, json: JSON.stringify(reset) })
      }
      return found
    },
  }
}

interface ResetRow {
  readonly id: string
  readonly organisation_id: string
  readonly kind: ConversationKind
  readonly title: string | null
  readonly archived: boolean
  readonly head: string
  readonly last_at: Date
  readonly members: [userId: string, role: Role][] | null
  readonly messages: MessageRow[] | null
}

function resetOf(row: ResetRow): ConversationReset {
  const seq = Number(row.head)
  const { kind, title, archived } = row
  return {
    kind: 'reset',
    seq,
    conversation: {
      organisationId: row.organisation_id,
      kind,
      title,
      archived,
      head: seq,
      lastAt: row.last_at.toISOString(),
      members: row.members ?? [],
    },
    messages: (row.messages ?? []).map(messageOf),
  }
}
