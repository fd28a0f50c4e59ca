/** `remove`: takes a file away, unless a post still needs it. */

import { refuse } from '../../protocol/errors.ts'
import { arrayOf } from '../../store/array-text.ts'
import { Media as MediaRow } from '../../store/entities/media.ts'
import { MediaPart } from '../../store/entities/media-part.ts'
import type { Post } from '../../store/entities/post.ts'
import type { Store } from '../../store/store.ts'

/** Of these nothing more will be sent. */
const OVER: readonly Post['status'][] = ['published', 'partlyPublished', 'failed', 'cancelled']

const SHOWS = `
SELECT 1 FROM post WHERE organisation_id = ? AND media_ids @> ?::text[] AND status <> ALL(?::text[]) LIMIT 1`

/** Who plans a post with it at this very moment gets one that is not sent, because its file is gone. */
export async function remove(
  store: Pick<Store, 'scoped'>,
  organisationId: string,
  id: string,
): Promise<void> {
  const em = store.scoped(organisationId)
  const inUse = await em.execute<unknown[]>(SHOWS, [organisationId, arrayOf([id]), arrayOf(OVER)])
  if (inUse.length > 0) refuse('MEDIA_IN_USE')
  // the row first: nobody sees a file whose pieces are going
  await em.nativeDelete(MediaRow, { id })
  await em.nativeDelete(MediaPart, { mediaId: id })
}
