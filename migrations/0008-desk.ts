/** The desk of a team: links for clients that can be taken back, pictures of accounts, and what webhooks answered when. */
import { Migration } from '@mikro-orm/migrations'

export class Desk extends Migration {
  override up(): void {
    this.addSql('ALTER TABLE webhook_delivery ADD COLUMN answered_at timestamptz(3)')
    // dead ones are counted for each webhook of a list; nearly all deliveries are not dead
    this.addSql(
      "CREATE INDEX webhook_delivery_dead ON webhook_delivery (webhook_id, number) WHERE state = 'dead'",
    )

    // --- a post without a row has links of older nodes, or none: they are good
    this.addSql(`CREATE TABLE review_link (
      post_id uuid PRIMARY KEY,
      organisation_id uuid NOT NULL,
      ends_at timestamptz(3),
      made_by uuid,
      made_at timestamptz(3),
      withdrawn_until timestamptz(3),
      withdrawn_by uuid,
      withdrawn_at timestamptz(3)
    )`)

    this.addSql(`CREATE TABLE account_picture (
      account_id uuid PRIMARY KEY,
      organisation_id uuid NOT NULL,
      source text NOT NULL,
      type text NOT NULL,
      bytes bytea NOT NULL,
      fetched_at timestamptz(3) NOT NULL
    )`)
  }
}
