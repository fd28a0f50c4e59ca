/** The statement that writes whatever there is to write: fence, events, projections, snapshots and due rows, all or nothing a room. */

import type { RoomWrite } from '../actors/ports.ts'
import { IS_THIS_HISTORY } from '../kernel/timeline.ts'
import { arrayOf } from './array-text.ts'
import { type Rows, rowsOf } from './journal-rows.ts'

/** A FROM item: rows of one table, each column one array parameter. */
type From = (table: keyof Rows, alias: string, types: Record<string, string>) => string

/** A statement that writes rooms, and the parameters it wants for them: an array a column. */
export interface CommitStatement {
  readonly name: string
  readonly text: string
  parametersOf(writes: readonly RoomWrite[]): string[]
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

const LISTED = {
  n: 'int',
  organisation_id: 'uuid',
  author_id: 'uuid',
  head: 'bigint',
  status: 'text',
  text: 'text',
  media_ids: 'text',
  tags: 'text',
  to_ids: 'text',
  approval: 'text',
  at: 'timestamptz',
  local_at: 'text',
  time_zone: 'text',
  changed_at: 'timestamptz',
  target_ids: 'text',
}

const LISTED_TARGET = {
  n: 'int',
  organisation_id: 'uuid',
  target_id: 'text',
  place: 'int',
  to_kind: 'text',
  to_id: 'uuid',
  network: 'text',
  life: 'text',
  at: 'timestamptz',
  url: 'text',
  trouble: 'text',
}

const roomOf = (alias: string) => `($1::uuid[])[${alias}.n]`
const ifWritten = (alias: string) => `(${alias}.n IN (SELECT n FROM written)) IS TRUE`
const organisationOf = (alias: string) =>
  `coalesce(${alias}.organisation_id, (SELECT organisation_id FROM conversation WHERE id = ${roomOf(alias)}))`

/**
 * Of all rooms. The fence lets nothing through between a failover and the look that begins the next epoch: what was written there would
 * use numbers again that clients have seen.
 *
 * Every part of a statement sees the tables as they were before it, so each part asks `written`, never a table.
 * `IS TRUE` and `OFFSET 0` keep the planner from turning look-ups into joins: a list of rooms becomes one hash,
 * a look-up in a table stays one descent of its index, whatever the statistics say.
 */
const journal = (from: From) => `
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
)`

const conversations = (from: From) => `
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
)`

const snapshots = (from: From) => `
kept AS (
  INSERT INTO snapshot (room_id, seq, version, dump)
  SELECT ${roomOf('s')}, s.seq, s.version, s.dump
  FROM ${from('snapshots', 's', { n: 'int', seq: 'bigint', version: 'int', dump: 'json' })}
  WHERE ${ifWritten('s')}
  ON CONFLICT (room_id) DO UPDATE SET seq = excluded.seq, version = excluded.version, dump = excluded.dump
)`

/** What wakes a room, claimed by nobody as often as it changes. */
const dues = (from: From) => `
due_row AS MATERIALIZED (
  SELECT ${roomOf('d')} AS room_id, d.*
  FROM ${from('dues', 'd', { n: 'int', name: 'text', shard_id: 'int', due_at: 'timestamptz', waker: 'text' })} WHERE ${ifWritten('d')}
),
armed AS (
  INSERT INTO due (room_id, name, shard_id, due_at, waker)
  SELECT d.room_id, d.name, d.shard_id, d.due_at, d.waker FROM due_row d WHERE d.due_at IS NOT NULL
  ON CONFLICT (room_id, name) DO UPDATE SET shard_id = excluded.shard_id, due_at = excluded.due_at,
    waker = excluded.waker, claimed_until = NULL
),
disarmed AS (
  DELETE FROM due t USING due_row d WHERE d.due_at IS NULL AND t.room_id = d.room_id AND t.name = d.name
)`

const posts = (from: From) => `
listed AS MATERIALIZED (
  SELECT ${roomOf('p')} AS id, p.*
  FROM ${from('posts', 'p', LISTED)} WHERE ${ifWritten('p')}
),
listing AS (
  INSERT INTO post (id, organisation_id, author_id, head, status, text, media_ids, tags, to_ids, approval, at, local_at,
    time_zone, created_at, changed_at)
  SELECT p.id, p.organisation_id, p.author_id, p.head, p.status, p.text, p.media_ids::text[], p.tags::text[], p.to_ids::text[], p.approval,
    p.at, p.local_at, p.time_zone, p.changed_at, p.changed_at
  FROM listed p
  ON CONFLICT (id) DO UPDATE SET head = excluded.head, status = excluded.status, text = excluded.text,
    media_ids = excluded.media_ids, tags = excluded.tags, to_ids = excluded.to_ids, approval = excluded.approval, at = excluded.at,
    local_at = excluded.local_at, time_zone = excluded.time_zone, changed_at = excluded.changed_at
),
unlisted AS (
  DELETE FROM post_target t USING listed p WHERE t.post_id = p.id AND t.target_id <> ALL (p.target_ids::text[])
),
listed_target AS (
  INSERT INTO post_target (post_id, target_id, organisation_id, place, to_kind, to_id, network, life, at, url, trouble)
  SELECT ${roomOf('t')}, t.target_id, t.organisation_id, t.place, t.to_kind, t.to_id, t.network, t.life, t.at, t.url,
    t.trouble
  FROM ${from('targets', 't', LISTED_TARGET)} WHERE ${ifWritten('t')}
  ON CONFLICT (post_id, target_id) DO UPDATE SET place = excluded.place, life = excluded.life, at = excluded.at,
    url = excluded.url, trouble = excluded.trouble
)`

const OUTCOMES = `
SELECT
  -- a room that was written in part makes the whole statement fail: nothing is written, the outcome is asked again
  1 / ((SELECT count(*) FROM inserted) = (SELECT coalesce(sum(events), 0) FROM written))::int AS whole,
  array(SELECT n FROM room WHERE NOT owned) AS fenced,
  array(SELECT n FROM room WHERE owned AND (n IN (SELECT n FROM written)) IS NOT TRUE) AS conflicts`

/** For rooms that want to be woken by nobody. */
const COMMIT = makeStatement('commit', [journal, conversations, snapshots])
/** For all. Its parts for posts cost a commit of conversations what they cost, so that one goes without. */
const COMMIT_ALL = makeStatement('commit-all', [journal, conversations, snapshots, dues, posts])

export const COMMITS = [COMMIT, COMMIT_ALL]

export function statementFor(writes: readonly RoomWrite[]): CommitStatement {
  const isPlain = writes.every(({ due, listing }) => due.length === 0 && listing === null)
  return isPlain ? COMMIT : COMMIT_ALL
}

function makeStatement(name: string, parts: readonly ((from: From) => string)[]): CommitStatement {
  // $1 is the ids of the rooms; the others follow as the parts name them
  const columns: [table: keyof Rows, column: string][] = [['rooms', 'room_id']]
  const from: From = (table, alias, types) => {
    const names = Object.keys(types)
    const parameters = names.map((column) => `$${columns.push([table, column])}::${types[column]}[]`)
    return `unnest(${parameters.join(', ')}) AS ${alias}(${names.join(', ')})`
  }
  return {
    name,
    text: `${parts.map((part) => part(from)).join(',')}${OUTCOMES}`,
    parametersOf(writes) {
      const rows = rowsOf(writes)
      return columns.map(([table, column]) => arrayOf(rows[table].map((row) => row[column] ?? null)))
    },
  }
}
