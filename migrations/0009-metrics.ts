/** How posts do: what is measured when, and what came of it. And what posts have been told of the health of their account. */
import { Migration } from '@mikro-orm/migrations'

export class Metrics extends Migration {
  override up(): void {
    // --- published steps are found by it; no other event is in it, so messages pay for one comparison
    this.addSql(`CREATE INDEX event_out ON event (at)
      WHERE kind = 'post.settled' AND payload #>> '{outcome,is}' = 'ok'`)
    this.addSql(`CREATE TABLE measuring (
      post_id uuid NOT NULL,
      target_id text NOT NULL,
      step int NOT NULL,
      organisation_id uuid NOT NULL,
      account_id uuid NOT NULL,
      network text NOT NULL,
      network_id text NOT NULL,
      published_at timestamptz(3) NOT NULL,
      next_at timestamptz(3),
      claimed_until timestamptz(3),
      asked_at timestamptz(3),
      PRIMARY KEY (post_id, target_id, step)
    )`)
    this.addSql('CREATE INDEX measuring_next ON measuring (next_at) WHERE next_at IS NOT NULL')
    this.addSql(
      'CREATE INDEX measuring_of_account ON measuring (account_id, next_at) WHERE next_at IS NOT NULL',
    )
    this.addSql('CREATE INDEX measuring_published ON measuring (published_at)')
    this.addSql(`CREATE TABLE measurement (
      post_id uuid NOT NULL,
      target_id text NOT NULL,
      step int NOT NULL,
      at timestamptz(3) NOT NULL,
      organisation_id uuid NOT NULL,
      views bigint,
      likes bigint,
      comments bigint,
      shares bigint,
      PRIMARY KEY (post_id, target_id, step, at)
    )`)

    // --- what waits for an account is told of its health by whichever node is there
    this.addSql("ALTER TABLE social_account ADD COLUMN told_health text DEFAULT 'healthy'")
    this.addSql('ALTER TABLE social_account ADD COLUMN telling_until timestamptz(3)')
    this.addSql(
      'CREATE INDEX social_account_untold ON social_account (id) WHERE health IS DISTINCT FROM told_health',
    )
  }
}
