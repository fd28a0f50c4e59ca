/** Series: posts that come again by a rule, how far their copies are made, and which posts are copies. */
import { Migration } from '@mikro-orm/migrations'

export class SeriesOfPosts extends Migration {
  override up(): void {
    this.addSql(`CREATE TABLE series (
      id uuid PRIMARY KEY,
      organisation_id uuid NOT NULL,
      post_id uuid NOT NULL,
      made_by uuid NOT NULL,
      rule text NOT NULL,
      time_zone text NOT NULL,
      plan json NOT NULL,
      skip text[] NOT NULL DEFAULT '{}',
      until text,
      count int,
      made_to text NOT NULL,
      passed int NOT NULL DEFAULT 0,
      revision int NOT NULL DEFAULT 0,
      look_at timestamptz(3),
      state text NOT NULL DEFAULT 'running',
      trouble text,
      created_at timestamptz(3) NOT NULL DEFAULT now(),
      ended_at timestamptz(3),
      ended_by uuid
    )`)
    this.addSql('CREATE INDEX series_of_organisation ON series (organisation_id, created_at, id)')
    this.addSql('CREATE INDEX series_of_post ON series (post_id)')
    this.addSql("CREATE INDEX series_look ON series (look_at) WHERE state = 'running'")
    this.addSql(
      "CREATE UNIQUE INDEX series_once ON series (post_id, rule, time_zone) WHERE state = 'running'",
    )

    // --- one row a copy, there before the copy is
    this.addSql(`CREATE TABLE series_post (
      series_id uuid NOT NULL,
      local_at text NOT NULL,
      organisation_id uuid NOT NULL,
      source_id uuid NOT NULL,
      time_zone text NOT NULL,
      post_id uuid NOT NULL,
      wanted boolean NOT NULL DEFAULT true,
      PRIMARY KEY (series_id, local_at)
    )`)
    this.addSql('CREATE INDEX series_post_of ON series_post (post_id)')
    this.addSql(
      'CREATE UNIQUE INDEX series_post_once ON series_post (source_id, time_zone, local_at) WHERE wanted',
    )
  }
}
