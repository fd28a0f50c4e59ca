/** `sweep`: takes away pieces of files that never became whole, because the process that took them in is gone. */
import type { Store } from '../../store/store.ts'

const DAY_MS = 24 * 60 * 60_000
/** No upload takes longer. */
const UNDER_WAY_MS = DAY_MS
/** Looked at again for as long, so that a week without a sweep leaves nothing behind. */
const BACK_MS = 8 * DAY_MS

/** Ids grow with time, so this reads a range of the primary key and not the whole table. */
const SWEEP = `
DELETE FROM media_part
 WHERE media_id >= ?::uuid AND media_id < ?::uuid
   AND NOT EXISTS (SELECT 1 FROM media WHERE media.id = media_part.media_id)
RETURNING part`

export async function sweep(store: Pick<Store, 'em'>, nowMs: number): Promise<number> {
  const range = [firstIdAt(nowMs - BACK_MS), firstIdAt(nowMs - UNDER_WAY_MS)]
  return (await store.em().execute<unknown[]>(SWEEP, range)).length
}

/** Below every UUIDv7 of that millisecond and later ones. */
function firstIdAt(ms: number): string {
  const hex = ms.toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}
