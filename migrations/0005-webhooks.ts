/** Webhooks: who wants to hear of posts, what was told and what was not, and how far the journal has been followed. And where posts go. */
import { Migration } from '@mikro-orm/migrations'

export class Webhooks extends Migration {
  override up(): void {
    // --- a calendar of one account looks at no row of post_target: 280 ms for a month of 100,000 posts before
    this.addSql("ALTER TABLE post ADD COLUMN to_ids text[] NOT NULL DEFAULT '{}'")
    this.addSql(`UPDATE post p SET to_ids = ARRAY(
      SELECT t.to_id::text FROM post_target t WHERE t.post_id = p.id ORDER BY t.place)`)

    // --- webhooks
    this.addSql(`CREATE TABLE webhook (
      id uuid PRIMARY KEY,
      organisation_id uuid NOT NULL,
      url text NOT NULL,
      events text[] NOT NULL,
      secret text NOT NULL,
      last_number bigint NOT NULL DEFAULT 0,
      created_by uuid NOT NULL,
      created_at timestamptz(3) NOT NULL DEFAULT now(),
      removed_at timestamptz(3)
    )`)
    this.addSql('CREATE INDEX webhook_of_organisation ON webhook (organisation_id)')
    this.addSql(`CREATE TABLE webhook_delivery (
      id uuid PRIMARY KEY,
      organisation_id uuid NOT NULL,
      webhook_id uuid NOT NULL,
      number bigint NOT NULL,
      room_id uuid NOT NULL,
      seq bigint NOT NULL,
      kind text NOT NULL,
      state text NOT NULL DEFAULT 'waiting',
      attempts int NOT NULL DEFAULT 0,
      next_at timestamptz(3),
      gives_up_at timestamptz(3) NOT NULL,
      status int,
      trouble text,
      created_at timestamptz(3) NOT NULL DEFAULT now(),
      delivered_at timestamptz(3),
      CONSTRAINT webhook_delivery_number UNIQUE (webhook_id, number),
      CONSTRAINT webhook_delivery_once UNIQUE (webhook_id, room_id, seq)
    )`)
    this.addSql("CREATE INDEX webhook_delivery_next ON webhook_delivery (next_at) WHERE state = 'waiting'")
    this.addSql(
      "CREATE INDEX webhook_delivery_waiting ON webhook_delivery (webhook_id, number) WHERE state = 'waiting'",
    )
    this.addSql(`CREATE TABLE follower (
      name text PRIMARY KEY,
      epoch text NOT NULL,
      position text NOT NULL,
      holder text,
      held_until timestamptz(3)
    )`)
  }
}
