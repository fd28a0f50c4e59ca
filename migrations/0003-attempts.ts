/** How often somebody has tried what may not be tried for ever, counted for all nodes together. */
import { Migration } from '@mikro-orm/migrations'

export class Attempts extends Migration {
  override up(): void {
    this.addSql(
      'CREATE TABLE attempt (key text PRIMARY KEY, count int NOT NULL, ends_at timestamptz(3) NOT NULL)',
    )
    this.addSql('CREATE INDEX attempt_ends_at_index ON attempt (ends_at)')
  }
}
