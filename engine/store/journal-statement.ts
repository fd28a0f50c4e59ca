/** The statement that writes whatever there is to write: fence, events, projections, snapshots and due rows, all or nothing a room. */

import type { RoomWrite } from '../actors/ports.ts'
import { IS_THIS_HISTORY } from '../kernel/timeline.ts'
import { arrayOf } from './array-text.ts'
import { type Rows, rowsOf } from './journal-rows.ts'

type Column = readonly [table: keyof Rows, name: string]

/** $1 is the ids of the rooms; the others follow as the statement names them. */
const columns: Column[] = [['rooms', 'room_id']]

/** Rows of one table as a FROM item. Each column is one array parameter. */
function from(table: keyof Rows, alias: string, types: Record<string, string>): string {
  const names = Object.keys(types)
  const parameters = names.map((name) => `$${columns.push([table, name])}::${types[name]}[]`)
  return `unnest(${parameters.join(', ')}) AS ${alias}(${names.join(', ')})`
}

const CONVERSATION = {
  n: 'int',
  title: 'text',
  archived: 'boolean',
  head: 'bigint',
  last_at: 'timestamptz',
  message_id: 'uuid',
  message_seq: 'bigint',
  message_author_id: 'uuid',
  message_text: 'text',
  message_at: 'timestamptz',
  message_deleted: 'boolean',
}

const roomOf = (alias: string) => `($1::uuid[])[${alias}.n]`
const ifWritten = (alias: string) => `(${alias}.n IN (SELECT n FROM written)) IS TRUE`
const organisationOf = (alias: string) =>
  `coalesce(${alias}.organisation_id, (SELECT organisation_id FROM conversation WHERE id = ${roomOf(alias)}))`

/**
 * The fence lets nothing through between a failover and the look that begins the next epoch: what was written there would
 * use numbers again that clients have seen.
 *
 * Every part of a statement sees the tables as they were before it, so each part asks `written`, never a table.
 * `IS TRUE` and `OFFSET 0` keep the planner from turning look-ups into joins: a list of rooms becomes one hash,
 * a look-up in a table stays one descent of its index, whatever the statistics say.
 */
export const COMMIT = `
WITH fence AS MATERIALIZED (
  SELECT shard_id, term FROM shard
  WHERE (shard_id, term) IN (SELECT f.shard_id, f.term FROM ${from('fences', 'f', { shard_id: 'int', term: 'bigint' })})
    AND ${IS_THIS_HISTORY}
  ORDER BY shard_id FOR SHARE
),
room AS MATERIALIZED (
  SELECT r.*, ${roomOf('r')} AS room_id, ((r.shard_id, r.term) IN (SELECT shard_id, term FROM fence)) IS TRUE AS owned
  FROM ${from('rooms', 'r', { n: 'int', shard_id: 'int', term: 'bigint', first_seq: 'bigint', events: 'int' })}
),
fresh AS MATERIALIZED (
  SELECT e.*, ${roomOf('e')} AS room_id
  FROM ${from('events', 'e', { n: 'int', seq: 'bigint', kind: 'text', author_id: 'uuid', command_id: 'text', payload: 'json', at: 'timestamptz', term: 'bigint' })}
),
answered AS MATERIALIZED (
  SELECT f.n FROM fresh f WHERE EXISTS (
    SELECT 1 FROM event e
    WHERE e.room_id = f.room_id AND e.author_id = f.author_id AND e.command_id = f.command_id OFFSET 0)
),
free AS MATERIALIZED (
  SELECT r.n, r.room_id, r.events FROM room r
  WHERE r.owned AND (r.n IN (SELECT n FROM answered)) IS NOT TRUE
    AND NOT EXISTS (SELECT 1 FROM event e WHERE e.room_id = r.room_id AND e.seq >= r.first_seq OFFSET 0)
    AND (r.first_seq = 1
      OR EXISTS (SELECT 1 FROM event e WHERE e.room_id = r.room_id AND e.seq = r.first_seq - 1 OFFSET 0))
),
inserted AS (
  INSERT INTO event (room_id, seq, kind, author_id, command_id, payload, at, term)
  SELECT f.room_id, f.seq, f.kind, f.author_id, f.command_id, f.payload, f.at, f.term
  FROM fresh f WHERE (f.n IN (SELECT n FROM free)) IS TRUE
  ON CONFLICT DO NOTHING RETURNING room_id
),
written AS MATERIALIZED (
  SELECT f.n, f.events FROM free f WHERE (f.room_id IN (SELECT room_id FROM inserted)) IS TRUE
),
begun AS (
  INSERT INTO conversation (id, organisation_id, kind, title, archived, head, created_at, last_at, last_message_id,
    last_message_seq, last_message_author_id, last_message_text, last_message_at, last_message_deleted)
  SELECT ${roomOf('c')}, c.organisation_id, c.kind, c.title, coalesce(c.archived, false), c.head, c.created_at, c.last_at,
    c.message_id, c.message_seq, c.message_author_id, c.message_text, c.message_at, coalesce(c.message_deleted, false)
  FROM ${from('begun', 'c', { ...CONVERSATION, organisation_id: 'uuid', kind: 'text', created_at: 'timestamptz' })}
  WHERE ${ifWritten('c')}
),
changed AS MATERIALIZED (
  SELECT m.* FROM ${from('changed', 'm', { n: 'int', organisation_id: 'uuid', seq: 'bigint', text: 'text', excerpt: 'text', edited_at: 'timestamptz', deleted_at: 'timestamptz' })}
  WHERE ${ifWritten('m')}
),
moved AS (
  UPDATE conversation t SET
    title = coalesce(c.title, t.title),
    archived = coalesce(c.archived, t.archived),
    head = c.head,
    last_at = c.last_at,
    last_message_id = coalesce(c.message_id, t.last_message_id),
    last_message_seq = coalesce(c.message_seq, t.last_message_seq),
    last_message_author_id = coalesce(c.message_author_id, t.last_message_author_id),
    last_message_at = coalesce(c.message_at, t.last_message_at),
    last_message_text = coalesce(c.message_text,
      (SELECT m.excerpt FROM changed m WHERE m.n = c.n AND m.seq = t.last_message_seq), t.last_message_text),
    last_message_deleted = coalesce(c.message_deleted,
      (SELECT true FROM changed m WHERE m.n = c.n AND m.seq = t.last_message_seq AND m.deleted_at IS NOT NULL),
      t.last_message_deleted)
  FROM ${from('moved', 'c', CONVERSATION)}
  WHERE t.id = ${roomOf('c')} AND ${ifWritten('c')}
),
came AS (
  INSERT INTO member (conversation_id, user_id, organisation_id, role, read_seq, joined_seq)
  SELECT ${roomOf('m')}, m.user_id, ${organisationOf('m')}, m.role, m.joined_seq, m.joined_seq
  FROM ${from('come', 'm', { n: 'int', organisation_id: 'uuid', user_id: 'uuid', role: 'text', joined_seq: 'bigint' })}
  WHERE ${ifWritten('m')}
  ON CONFLICT (conversation_id, user_id) DO UPDATE SET role = excluded.role, read_seq = excluded.read_seq,
    joined_seq = excluded.joined_seq, notification_level = excluded.notification_level
),
promoted AS (
  UPDATE member t SET role = m.role
  FROM ${from('promoted', 'm', { n: 'int', user_id: 'uuid', role: 'text' })}
  WHERE t.conversation_id = ${roomOf('m')} AND t.user_id = m.user_id AND ${ifWritten('m')}
),
gone AS (
  DELETE FROM member t USING ${from('gone', 'm', { n: 'int', user_id: 'uuid' })}
  WHERE t.conversation_id = ${roomOf('m')} AND t.user_id = m.user_id AND ${ifWritten('m')}
),
altered AS (
  INSERT INTO message AS t (conversation_id, seq, organisation_id, text, edited_at, deleted_at)
  SELECT ${roomOf('m')}, m.seq, ${organisationOf('m')}, m.text, m.edited_at, m.deleted_at FROM changed m
  ON CONFLICT (conversation_id, seq) DO UPDATE SET text = excluded.text,
    edited_at = coalesce(excluded.edited_at, t.edited_at), deleted_at = coalesce(excluded.deleted_at, t.deleted_at)
),
kept AS (
  INSERT INTO snapshot (room_id, seq, version, dump)
  SELECT ${roomOf('s')}, s.seq, s.version, s.dump
  FROM ${from('snapshots', 's', { n: 'int', seq: 'bigint', version: 'int', dump: 'json' })}
  WHERE ${ifWritten('s')}
  ON CONFLICT (room_id) DO UPDATE SET seq = excluded.seq, version = excluded.version, dump = excluded.dump
),
due_row AS MATERIALIZED (
  SELECT ${roomOf('d')} AS room_id, d.name, d.due_at
  FROM ${from('dues', 'd', { n: 'int', name: 'text', due_at: 'timestamptz' })} WHERE ${ifWritten('d')}
),
armed AS (
  INSERT INTO due (room_id, name, due_at) SELECT d.room_id, d.name, d.due_at FROM due_row d WHERE d.due_at IS NOT NULL
  ON CONFLICT (room_id, name) DO UPDATE SET due_at = excluded.due_at
),
disarmed AS (
  DELETE FROM due t USING due_row d WHERE d.due_at IS NULL AND t.room_id = d.room_id AND t.name = d.name
)
SELECT
  -- a room that was written in part makes the whole statement fail: nothing is written, the outcome is asked again
  1 / ((SELECT count(*) FROM inserted) = (SELECT coalesce(sum(events), 0) FROM written))::int AS whole,
  array(SELECT n FROM room WHERE NOT owned) AS fenced,
  array(SELECT n FROM room WHERE owned AND (n IN (SELECT n FROM written)) IS NOT TRUE) AS conflicts
`

/** The parameters of COMMIT: an array a column. */
export function parametersOf(writes: readonly RoomWrite[]): string[] {
  const rows = rowsOf(writes)
  return columns.map(([table, name]) => arrayOf(rows[table].map((row) => row[name] ?? null)))
}
