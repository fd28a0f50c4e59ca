/**
 * The statement for what nearly every commit is: messages of conversations that exist, and nothing else. It expects
 * that all goes well, and fails as a whole when anything does not; then the general statement finds out what.
 *
 * It looks nothing up beforehand: `head` of the conversation is at once the check for gaps and the lock of the room, and
 * a command or seq that is taken breaks a unique key. Its parameters are binary.
 */
import type { AnyEvent, RoomWrite } from '../actors/ports.ts'
import { excerpt } from '../kernel/excerpt.ts'
import { IS_THIS_HISTORY } from '../kernel/timeline.ts'
import type { MessageSent } from '../protocol/events/message-sent.ts'
import type { Arrays } from './array-binary.ts'
import { storable } from './project.ts'

/** It answers nothing: it has written everything, or it throws. */
function statement(kept: string): string {
  return `
WITH fence AS MATERIALIZED (
  SELECT FROM shard
  WHERE shard_id = ANY($3::int[]) AND term = ($4::bigint[])[array_position($3::int[], shard_id)]
    AND ${IS_THIS_HISTORY}
  ORDER BY shard_id FOR SHARE
),
moved AS (
  UPDATE conversation t SET
    head = c.head,
    last_at = c.at,
    last_message_id = c.message_id,
    last_message_seq = c.head,
    last_message_author_id = c.author_id,
    last_message_text = c.excerpt,
    last_message_at = c.at,
    last_message_deleted = false
  FROM unnest($5::uuid[], $6::bigint[], $7::bigint[], $8::timestamptz[], $9::uuid[], $10::uuid[], $11::text[])
    AS c(id, before, head, at, message_id, author_id, excerpt)
  WHERE t.id = c.id AND t.head = c.before
  RETURNING 1
)${kept}
INSERT INTO event (room_id, seq, kind, author_id, command_id, payload, at, term)
SELECT ($5::uuid[])[n], seq, 'message.sent', author_id, command_id, payload, at, ($12::bigint[])[n]
FROM unnest($13::int[], $14::bigint[], $15::uuid[], $2::text[], $1::json[], $16::timestamptz[])
  AS e(n, seq, author_id, command_id, payload, at)
-- a shard that is not ours or a room that is elsewhere than we think divides by zero: nothing is written
WHERE 1 / ((SELECT count(*) FROM fence) = cardinality($3::int[])
  AND (SELECT count(*) FROM moved) = cardinality($5::uuid[]))::int = 1
`
}

const WITHOUT_SNAPSHOTS = { name: 'commit-messages', text: statement('') }
const WITH_SNAPSHOTS = {
  name: 'commit-messages-snapshots',
  text: statement(`,
kept AS (
  INSERT INTO snapshot (room_id, seq, version, dump)
  SELECT * FROM unnest($17::uuid[], $18::bigint[], $19::int[], $20::json[])
  ON CONFLICT (room_id) DO UPDATE SET seq = excluded.seq, version = excluded.version, dump = excluded.dump
)`),
}

/** Whether `messagesQuery` writes the same as the general statement would. */
export function areMessages(writes: readonly RoomWrite[]): boolean {
  return writes.every(
    ({ kind, events, due }) => kind === 'conversation' && due.length === 0 && events.every(isMessage),
  )
}

function isMessage({ kind }: AnyEvent): boolean {
  return kind === 'message.sent'
}

/** Two terms of one shard cannot both be ours: the statement then finds fewer rows than it was given. */
function fencesOf(arrays: Arrays, writes: readonly RoomWrite[]): Buffer[] {
  const fences = new Map<string, readonly [number, number]>()
  for (const { shard, term } of writes) fences.set(`${shard} ${term}`, [shard, term])
  const owned = [...fences.values()]
  return [arrays.int4(owned.map(([shard]) => shard)), arrays.int8(owned.map(([, term]) => term))]
}

/** The prepared statement and its parameters. Needs `areMessages`. Throws SQLSTATE 22P02 for an id that is no UUID. */
export function messagesQuery(arrays: Arrays, writes: readonly RoomWrite[]) {
  const ids: string[] = []
  const befores: number[] = []
  const heads: number[] = []
  const lastAts: number[] = []
  const lastMessages: string[] = []
  const lastAuthors: string[] = []
  const excerpts: string[] = []
  const terms: number[] = []
  const places: number[] = []
  const seqs: number[] = []
  const authors: string[] = []
  const commands: string[] = []
  const ats: number[] = []
  const payloads: string[] = []
  let at = ''
  let atMs = 0
  let haveSnapshots = false

  for (const { roomId, term, events, snapshot } of writes) {
    ids.push(roomId)
    terms.push(term)
    for (const event of events) {
      if (event.at !== at) {
        at = event.at
        atMs = Date.parse(at)
      }
      places.push(ids.length)
      seqs.push(event.seq)
      authors.push(event.authorId)
      commands.push(event.commandId)
      ats.push(atMs)
      payloads.push(JSON.stringify(event.payload))
    }
    const last = events[events.length - 1] as MessageSent
    befores.push((events[0] as AnyEvent).seq - 1)
    heads.push(last.seq)
    lastAts.push(atMs)
    lastMessages.push(last.payload.messageId)
    lastAuthors.push(last.authorId)
    excerpts.push(excerpt(storable(last.payload.text)))
    haveSnapshots ||= snapshot !== null
  }
  return {
    ...(haveSnapshots ? WITH_SNAPSHOTS : WITHOUT_SNAPSHOTS),
    values: [
      // the longest first: `pg` makes room for what comes next, and copies what it has each time
      arrays.json(payloads),
      arrays.text(commands),
      ...fencesOf(arrays, writes),
      arrays.uuid(ids),
      arrays.int8(befores),
      arrays.int8(heads),
      arrays.timestamptz(lastAts),
      arrays.uuid(lastMessages),
      arrays.uuid(lastAuthors),
      arrays.text(excerpts),
      arrays.int8(terms),
      arrays.int4(places),
      arrays.int8(seqs),
      arrays.uuid(authors),
      arrays.timestamptz(ats),
      ...(haveSnapshots ? snapshotsOf(arrays, writes) : []),
    ],
  }
}

function snapshotsOf(arrays: Arrays, writes: readonly RoomWrite[]): Buffer[] {
  const kept = writes.flatMap(({ roomId, events, snapshot }) =>
    snapshot === null ? [] : [{ roomId, seq: events.at(-1)?.seq ?? 0, ...snapshot }],
  )
  return [
    arrays.uuid(kept.map(({ roomId }) => roomId)),
    arrays.int8(kept.map(({ seq }) => seq)),
    arrays.int4(kept.map(({ version }) => version)),
    arrays.json(kept.map(({ dump }) => JSON.stringify(dump))),
  ]
}
