/** `takeAwayLeftovers`: deletes what was uploaded for a post as it was before it was edited. */
import type { Order } from '../contract.ts'
import { remove } from './remove.ts'
import type { YouTubeParts } from './settings.ts'
import { videoAt } from './videos.ts'

/**
 * How many are gone now. Only what is private still: a film that somebody made public at YouTube is theirs. One that cannot
 * be taken away, for want of quota or of the right, stays; nothing of the post depends on it.
 */
export async function takeAwayLeftovers(parts: YouTubeParts, order: Order): Promise<number> {
  const ids = new Set(order.leftovers.map(({ videoId }) => videoId ?? ''))
  let taken = 0
  for (const id of ids) {
    if (id === '' || id === order.keys.videoId) continue
    const { video } = await videoAt(parts, order.credential, id)
    if (video?.privacy !== 'private') continue
    if ((await remove(parts, order.credential, id)).is === 'ok') taken++
  }
  return taken
}
