/**
 * `readPosts`: many posts as the journal has them, in two queries: no table says all of a post. `makeReadPost`: one of them, read with
 * the others that are asked for at once.
 */
import type pg from 'pg'
import { makeGather } from '../kernel/gather.ts'
import { isUuid } from '../kernel/ids.ts'
import { fold } from '../post/fold.ts'
import { postKind } from '../post/kind.ts'
import type { PostState } from '../post/state.ts'
import type { PostEvent } from '../protocol/events/post-event.ts'
import { EVENT_COLUMNS, type EventRow, eventOf } from './event-row.ts'
import { NO_ROOM } from './warm-up.ts'

const SNAPSHOTS = {
  name: 'snapshots-of',
  text: 'SELECT room_id, seq, version, dump FROM snapshot WHERE room_id = ANY($1::uuid[])',
}

/** One descent a room. */
const EVENTS_SINCE = {
  name: 'events-since',
  text: `
SELECT w.room_id, e.* FROM unnest($1::uuid[], $2::bigint[]) AS w(room_id, after)
JOIN LATERAL (SELECT ${EVENT_COLUMNS} FROM event WHERE room_id = w.room_id AND seq > w.after) AS e ON true
ORDER BY w.room_id, e.seq`,
}

/** What it asks, of a post that is not there. */
export const READS_OF_POSTS: readonly pg.QueryConfig[] = [
  { ...SNAPSHOTS, values: [[NO_ROOM]] },
  { ...EVENTS_SINCE, values: [[NO_ROOM], [0]] },
]

interface SnapshotRow {
  readonly room_id: string
  readonly seq: string
  readonly version: number
  readonly dump: unknown
}

/** Rooms that are no posts are left out. Rejects when the database cannot be asked. */
export async function readPosts(
  reads: pg.Pool,
  roomIds: readonly string[],
): Promise<ReadonlyMap<string, PostState>> {
  const ids = [...new Set(roomIds)].filter(isUuid)
  if (ids.length === 0) return new Map()
  // snapshots first: events that are read after them can only be more than they need
  const kept = await reads.query<SnapshotRow>({ ...SNAPSHOTS, values: [ids] })
  const since = new Map(kept.rows.map((row) => [row.room_id, row.seq]))
  const { rows } = await reads.query<EventRow & { room_id: string }>({
    ...EVENTS_SINCE,
    values: [ids, ids.map((id) => since.get(id) ?? 0)],
  })
  const posts = new Map(kept.rows.map((row) => [row.room_id, postKind.load(row.dump, row.version)]))
  for (const row of rows) {
    const before = posts.get(row.room_id) ?? postKind.empty
    posts.set(row.room_id, fold(before, eventOf(row) as PostEvent))
  }
  for (const [id, { organisationId }] of posts) if (organisationId === '') posts.delete(id)
  return posts
}

/** Of one read: it takes some milliseconds, and others wait for it. */
const AT_ONCE = 50

/** Null for what is no post. Rejects when the database cannot be asked, and for a post whose events nobody can read. */
export function makeReadPost(reads: pg.Pool): (postId: string) => Promise<PostState | null> {
  const alone = async (postId: string) => (await readPosts(reads, [postId])).get(postId) ?? null
  type Found = PostState | null | Promise<PostState | null>
  const gathered = makeGather<string, Found>(AT_ONCE, async (postIds) => {
    try {
      const found = await readPosts(reads, postIds)
      return postIds.map((id) => found.get(id) ?? null)
    } catch (error) {
      if (postIds.length === 1) throw error
      // one that nobody can read must not take the others with it
      return postIds.map(alone)
    }
  })
  return async (postId) => await gathered(postId)
}
