/** People, rooms and messages written straight into the database of a server under test, as if they had happened. */
import { randomUUID } from 'node:crypto'
import type pg from 'pg'

/** What seeding needs of a connection. */
export type Database = Pick<pg.Client, 'query'>

export interface SeededRoom {
  readonly roomId: string
  /** The first one owns it. */
  readonly memberIds: readonly string[]
}

/** Rows in one statement: small enough to show progress, large enough that round trips do not count. */
const ROOMS_AT_ONCE = 2_000
const MESSAGES_AT_ONCE = 200_000

/**
 * People of the home organisation who were never asked for a password: a hash takes 0.4 s of a core, so 20,000 sign-ups
 * would take two hours. Their tokens come from `tokens.ts`.
 */
export async function seedPeople(database: Database, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID())
  await database.query(
    `WITH people AS (
       INSERT INTO "user" (id, email, name, password_hash)
       SELECT id, id || '@bench.example', 'Bench ' || n, '!' FROM unnest($1::uuid[]) WITH ORDINALITY AS p(id, n)
       RETURNING id)
     INSERT INTO membership (organisation_id, user_id)
     SELECT o.id, p.id FROM people p, organisation o WHERE o.home`,
    [ids],
  )
  return ids
}

/**
 * Groups: their first event, and what it is projected to. Server and seed must not write to the same room, so seed
 * before anybody speaks there. Term 1 is the first that any server has had.
 */
export async function seedRooms(database: Database, rooms: readonly SeededRoom[]): Promise<void> {
  for (let start = 0; start < rooms.length; start += ROOMS_AT_ONCE) {
    const some = rooms.slice(start, start + ROOMS_AT_ONCE)
    const members = some.flatMap(({ roomId, memberIds }) =>
      memberIds.map((userId, index) => ({ roomId, userId, role: index === 0 ? 'owner' : 'member' })),
    )
    await database.query(
      `WITH given AS (
         SELECT m.room_id, m.user_id, m.role, m.n
         FROM unnest($1::uuid[], $2::uuid[], $3::text[]) WITH ORDINALITY AS m(room_id, user_id, role, n)
       ), room AS (
         SELECT room_id AS id, 'Room ' || left(room_id::text, 8) AS title,
           (array_agg(user_id ORDER BY n))[1] AS owner,
           json_agg(json_build_object('userId', user_id, 'role', role) ORDER BY n) AS members
         FROM given GROUP BY room_id
       ), home AS (SELECT id FROM organisation WHERE home
       ), began AS (
         INSERT INTO event (room_id, seq, kind, author_id, command_id, payload, at, term)
         SELECT room.id, 1, 'conversation.created', owner, 'seed-create',
           json_build_object('organisationId', home.id, 'conversationKind', 'group', 'title', title, 'members', members),
           now(), 1
         FROM room, home
       ), listed AS (
         INSERT INTO conversation (id, organisation_id, kind, title, head, created_at, last_at)
         SELECT room.id, home.id, 'group', title, 1, now(), now() FROM room, home
       )
       INSERT INTO member (conversation_id, user_id, organisation_id, role, read_seq, joined_seq)
       SELECT room_id, user_id, home.id, role, 1, 1 FROM given, home`,
      [members.map((m) => m.roomId), members.map((m) => m.userId), members.map((m) => m.role)],
    )
  }
}

/**
 * `perRoom` messages more in each room, said by its members in turn. A room that has grown by hundreds gets the
 * snapshot that the runtime would have written, so that whoever loads it folds the end only.
 */
export async function seedMessages(
  database: Database,
  rooms: readonly SeededRoom[],
  perRoom: number,
  said: (done: number) => void = () => {},
): Promise<void> {
  const roomsAtOnce = Math.max(1, Math.floor(MESSAGES_AT_ONCE / perRoom))
  let done = 0
  for (let start = 0; start < rooms.length; start += roomsAtOnce) {
    const ids = rooms.slice(start, start + roomsAtOnce).map(({ roomId }) => roomId)
    for (let left = perRoom; left > 0; left -= MESSAGES_AT_ONCE) {
      const count = Math.min(left, MESSAGES_AT_ONCE)
      await database.query(ADD_MESSAGES, [ids, count, SEEDED_TEXT])
      done += count * ids.length
      said(done)
    }
    if (perRoom >= SNAPSHOT_EVERY) await database.query(ADD_SNAPSHOTS, [ids])
  }
}

/** What analysing by hand saves: the planner's numbers are right at once, not after a minute. */
export async function settle(database: Database): Promise<void> {
  await database.query('ANALYZE')
  await database.query('CHECKPOINT')
}

/**
 * What the rows of a preparation still owe the database: two million that were put in at once are vacuumed within the next
 * minute, which made a message of 75 µs one of 310 where only that message was to be weighed.
 */
export async function payDebts(database: Database): Promise<void> {
  await database.query('VACUUM (ANALYZE)')
  await database.query('CHECKPOINT')
}

/** The usual length of a chat message in the suite. */
const SEEDED_TEXT =
  'Seeded: the quick brown fox jumps over the lazy dog while nobody at all is looking, again and again.'
const SNAPSHOT_EVERY = 256

/** A message's id carries its seq in the lowest 40 bits, as engine/kernel/ids.ts says. */
const ADD_MESSAGES = `
WITH room AS (
  SELECT c.id, c.head, c.last_at, m.ids, cardinality(m.ids) AS members
  FROM conversation c
  CROSS JOIN LATERAL (SELECT array_agg(user_id ORDER BY joined_seq, user_id) AS ids
    FROM member WHERE conversation_id = c.id) AS m
  WHERE c.id = ANY($1::uuid[])
), fresh AS MATERIALIZED (
  SELECT room.id, room.head + i AS seq,
    (left(uuidv7()::text, 26) || lpad(to_hex(room.head + i), 10, '0'))::uuid AS message_id,
    room.ids[1 + (room.head + i) % room.members] AS author_id,
    'seed-' || lpad((room.head + i)::text, 9, '0') AS command_id, $3::text || ' ' || (room.head + i) AS text,
    greatest(room.last_at, now()) AS at
  FROM room, generate_series(1, $2::bigint) AS i
), journal AS (
  INSERT INTO event (room_id, seq, kind, author_id, command_id, payload, at, term)
  SELECT id, seq, 'message.sent', author_id, command_id,
    json_build_object('messageId', message_id, 'text', text, 'replyTo', NULL), at, 1
  FROM fresh
)
UPDATE conversation AS c SET head = f.seq, last_at = f.at, last_message_id = f.message_id,
  last_message_seq = f.seq, last_message_author_id = f.author_id, last_message_text = left(f.text, 200),
  last_message_at = f.at, last_message_deleted = false
FROM fresh AS f JOIN room ON room.id = f.id AND f.seq = room.head + $2::bigint WHERE c.id = f.id`

/** See ConversationDump in engine/conversation/state.ts, version 1. */
const ADD_SNAPSHOTS = `
INSERT INTO snapshot (room_id, seq, version, dump)
SELECT c.id, c.head, 1, json_build_object('organisationId', c.organisation_id, 'kind', c.kind, 'title', c.title,
  'archived', c.archived, 'head', c.head,
  'lastAt', to_char(c.last_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  'members', (SELECT json_agg(json_build_array(user_id, role) ORDER BY joined_seq, user_id)
    FROM member WHERE conversation_id = c.id))
FROM conversation AS c WHERE c.id = ANY($1::uuid[])
ON CONFLICT (room_id) DO UPDATE SET seq = excluded.seq, dump = excluded.dump`

/** Rooms of `size` people each, so that everybody is in `each` rooms. */
export function spread(peopleIds: readonly string[], size: number, each: number): SeededRoom[] {
  const rooms = Math.ceil((peopleIds.length * each) / size)
  const at = (index: number) => peopleIds[index % peopleIds.length] as string
  return Array.from({ length: rooms }, (_, room) => ({
    roomId: randomUUID(),
    memberIds: Array.from({ length: Math.min(size, peopleIds.length) }, (_, place) =>
      at(room * size + place),
    ),
  }))
}
