/** The first schema: cluster, people, organisations, the journal and what is projected from it. */
import { Migration } from '@mikro-orm/migrations'

export class Spine extends Migration {
  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement)
  }
}

const STATEMENTS = [
  // --- cluster
  `CREATE TABLE cluster_meta (
    id smallint PRIMARY KEY,
    epoch text NOT NULL,
    shard_count int NOT NULL,
    CONSTRAINT cluster_meta_one_row CHECK (id = 1)
  )`,
  `CREATE TABLE node (
    node_id text PRIMARY KEY,
    incarnation uuid NOT NULL,
    hb timestamptz(6) NOT NULL,
    status text NOT NULL,
    address text
  ) WITH (fillfactor = 50)`,
  // half-empty pages: a change of owner updates rows in place, beside the locks of commits
  `CREATE TABLE shard (
    shard_id int PRIMARY KEY,
    term bigint NOT NULL,
    node_id text,
    incarnation uuid
  ) WITH (fillfactor = 50)`,
  `CREATE TABLE secret (
    name text PRIMARY KEY,
    value text NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT now()
  )`,

  // --- people and organisations
  `CREATE TABLE organisation (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    home boolean NOT NULL DEFAULT false,
    created_at timestamptz(3) NOT NULL DEFAULT now()
  )`,
  'CREATE UNIQUE INDEX organisation_one_home ON organisation (home) WHERE home',
  `CREATE TABLE "user" (
    id uuid PRIMARY KEY,
    email text NOT NULL,
    name text NOT NULL,
    password_hash text NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    CONSTRAINT user_email_unique UNIQUE (email),
    CONSTRAINT user_email_lower CHECK (email = lower(email))
  )`,
  'CREATE INDEX user_name_prefix ON "user" (lower(name) text_pattern_ops)',
  'CREATE INDEX user_email_prefix ON "user" (email text_pattern_ops)',
  `CREATE TABLE membership (
    organisation_id uuid NOT NULL,
    user_id uuid NOT NULL,
    role text NOT NULL DEFAULT 'member',
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    PRIMARY KEY (organisation_id, user_id)
  )`,
  'CREATE INDEX membership_user ON membership (user_id)',
  `CREATE TABLE session (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    token_hash text NOT NULL,
    previous_hash text,
    rotated_at timestamptz(3),
    expires_at timestamptz(3) NOT NULL,
    revoked_at timestamptz(3),
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    user_agent text,
    CONSTRAINT session_token_unique UNIQUE (token_hash)
  )`,
  'CREATE INDEX session_by_user ON session (user_id)',
  'CREATE INDEX session_expires ON session (expires_at)',

  // --- the journal
  `CREATE TABLE event (
    room_id uuid NOT NULL,
    seq bigint NOT NULL,
    kind text NOT NULL,
    author_id uuid NOT NULL,
    command_id text NOT NULL,
    payload json NOT NULL,
    at timestamptz(3) NOT NULL,
    term bigint NOT NULL,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (room_id, seq),
    CONSTRAINT event_command_unique UNIQUE (room_id, author_id, command_id)
  )`,
  'CREATE INDEX event_xid ON event (xid)',
  "CREATE INDEX event_edited ON event (room_id, seq) WHERE kind = 'message.edited'",
  `CREATE TABLE snapshot (
    room_id uuid PRIMARY KEY,
    seq bigint NOT NULL,
    version int NOT NULL,
    dump json NOT NULL
  )`,
  `CREATE TABLE due (
    room_id uuid NOT NULL,
    name text NOT NULL,
    due_at timestamptz(3) NOT NULL,
    PRIMARY KEY (room_id, name)
  )`,
  'CREATE INDEX due_at ON due (due_at)',

  // --- what is projected from the journal, in the same commit
  `CREATE TABLE conversation (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL,
    kind text NOT NULL,
    title text,
    archived boolean NOT NULL DEFAULT false,
    head bigint NOT NULL,
    created_at timestamptz(3) NOT NULL,
    last_at timestamptz(3) NOT NULL,
    last_message_id uuid,
    last_message_seq bigint,
    last_message_author_id uuid,
    last_message_text text,
    last_message_at timestamptz(3),
    last_message_deleted boolean NOT NULL DEFAULT false
  ) WITH (fillfactor = 70)`,
  'CREATE INDEX conversation_browse ON conversation (organisation_id, kind, title, id)',
  `CREATE TABLE member (
    conversation_id uuid NOT NULL,
    user_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    role text NOT NULL,
    read_seq bigint NOT NULL,
    notification_level text NOT NULL DEFAULT 'all',
    joined_seq bigint NOT NULL,
    PRIMARY KEY (conversation_id, user_id)
  ) WITH (fillfactor = 80)`,
  'CREATE INDEX member_user ON member (user_id, organisation_id, conversation_id)',
  `CREATE TABLE message (
    conversation_id uuid NOT NULL,
    seq bigint NOT NULL,
    organisation_id uuid NOT NULL,
    text text NOT NULL,
    edited_at timestamptz(3),
    deleted_at timestamptz(3),
    PRIMARY KEY (conversation_id, seq)
  )`,
]
