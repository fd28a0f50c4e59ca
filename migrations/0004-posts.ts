/** Scheduled posts: what is due and for whom, lists and the calendar, accounts at networks, media. */
import { Migration } from '@mikro-orm/migrations'

export class Posts extends Migration {
  override up(): void {
    // --- due rows learn who wakes for them; nothing has written any before this
    this.addSql('ALTER TABLE due ADD COLUMN shard_id int NOT NULL DEFAULT 0')
    this.addSql("ALTER TABLE due ADD COLUMN waker text NOT NULL DEFAULT 'owner'")
    this.addSql('ALTER TABLE due ADD COLUMN claimed_until timestamptz(3)')
    this.addSql('DROP INDEX due_at')
    this.addSql("CREATE INDEX due_of_owner ON due (shard_id, due_at) WHERE waker = 'owner'")
    this.addSql("CREATE INDEX due_of_publisher ON due (due_at) WHERE waker = 'publisher'")
    this.addSql('ALTER TABLE organisation ADD COLUMN posts_held boolean NOT NULL DEFAULT false')

    // --- what is projected from the journals of posts, in the same commit
    this.addSql(`CREATE TABLE post (
      id uuid PRIMARY KEY,
      organisation_id uuid NOT NULL,
      author_id uuid NOT NULL,
      head bigint NOT NULL,
      status text NOT NULL,
      text text NOT NULL,
      media_ids text[] NOT NULL,
      tags text[] NOT NULL,
      approval text NOT NULL,
      at timestamptz(3),
      local_at text,
      time_zone text,
      created_at timestamptz(3) NOT NULL,
      changed_at timestamptz(3) NOT NULL
    )`)
    this.addSql('CREATE INDEX post_at ON post (organisation_id, at, id)')
    this.addSql('CREATE INDEX post_changed ON post (organisation_id, changed_at, id)')
    this.addSql(`CREATE TABLE post_target (
      post_id uuid NOT NULL,
      target_id text NOT NULL,
      organisation_id uuid NOT NULL,
      place int NOT NULL,
      to_kind text NOT NULL,
      to_id uuid NOT NULL,
      network text,
      life text NOT NULL,
      at timestamptz(3),
      url text,
      trouble text,
      PRIMARY KEY (post_id, target_id)
    )`)
    this.addSql('CREATE INDEX post_target_to ON post_target (organisation_id, to_id, at)')

    // --- accounts at networks
    this.addSql(`CREATE TABLE social_account (
      id uuid PRIMARY KEY,
      organisation_id uuid NOT NULL,
      network text NOT NULL,
      account_ref text NOT NULL,
      name text NOT NULL,
      handle text,
      picture_url text,
      sealed text NOT NULL,
      scopes text[] NOT NULL,
      expires_at timestamptz(3),
      health text NOT NULL DEFAULT 'healthy',
      trouble text,
      connected_by uuid NOT NULL,
      connected_at timestamptz(3) NOT NULL DEFAULT now(),
      refreshed_at timestamptz(3) NOT NULL DEFAULT now(),
      removed_at timestamptz(3),
      CONSTRAINT social_account_once UNIQUE (organisation_id, network, account_ref)
    )`)
    this.addSql(`CREATE TABLE consent (
      state text PRIMARY KEY,
      organisation_id uuid NOT NULL,
      user_id uuid NOT NULL,
      network text NOT NULL,
      verifier text NOT NULL,
      account_id uuid,
      ends_at timestamptz(3) NOT NULL
    )`)
    this.addSql(`CREATE TABLE budget (
      key text PRIMARY KEY,
      organisation_id uuid,
      used bigint NOT NULL DEFAULT 0,
      limit_at_most bigint,
      blocked_until timestamptz(3),
      ends_at timestamptz(3) NOT NULL
    )`)
    this.addSql('CREATE INDEX budget_ends_at ON budget (ends_at)')

    // --- weekly slots, files
    this.addSql(`CREATE TABLE posting_slot (
      id uuid PRIMARY KEY,
      organisation_id uuid NOT NULL,
      account_id uuid NOT NULL,
      weekday int NOT NULL,
      local_time text NOT NULL,
      time_zone text NOT NULL,
      paused boolean NOT NULL DEFAULT false,
      CONSTRAINT posting_slot_once UNIQUE (account_id, weekday, local_time)
    )`)
    this.addSql(`CREATE TABLE media (
      id uuid PRIMARY KEY,
      organisation_id uuid NOT NULL,
      uploaded_by uuid NOT NULL,
      name text NOT NULL,
      type text NOT NULL,
      bytes bigint NOT NULL,
      sha256 text NOT NULL,
      width int,
      height int,
      duration_ms bigint,
      alt_text text,
      created_at timestamptz(3) NOT NULL DEFAULT now()
    )`)
    this.addSql('CREATE INDEX media_of_organisation ON media (organisation_id, created_at)')
    this.addSql(`CREATE TABLE media_part (
      media_id uuid NOT NULL,
      part int NOT NULL,
      content bytea NOT NULL,
      PRIMARY KEY (media_id, part)
    )`)
    this.addSql('ALTER TABLE media_part ALTER COLUMN content SET STORAGE EXTERNAL')
  }
}
