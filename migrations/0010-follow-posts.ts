/** Who follows the posts of the journal does not read its messages. */
import { Migration } from '@mikro-orm/migrations'

export class FollowPosts extends Migration {
  override up(): void {
    this.addSql(`CREATE INDEX event_of_posts ON event (xid, room_id, seq) WHERE kind LIKE 'post.%'`)
  }
}
