/** Under which timeline of the database the epoch began, so that a failover is noticed. */
import { Migration } from '@mikro-orm/migrations'

export class Timeline extends Migration {
  override up(): void {
    this.addSql('ALTER TABLE cluster_meta ADD COLUMN timeline int')
  }
}
