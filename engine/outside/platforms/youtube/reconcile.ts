/** `reconcile`: after a lost answer, is the film public, is the comment there? */
import { later, unasked } from '../answer.ts'
import type { Answered, Order } from '../contract.ts'
import { answer } from './ask.ts'
import { ourComment } from './comments.ts'
import { filmOf, isComment } from './film.ts'
import type { YouTubeParts } from './settings.ts'
import { videoAt, watchUrlOf } from './videos.ts'

/**
 * A film is looked at by its id, which was committed before it could become public. Should YouTube show what was a
 * moment ago, nothing comes of it: making public what is public changes nothing.
 */
export async function reconcile(parts: YouTubeParts, order: Order): Promise<Answered> {
  if (isComment(order)) return ourComment(parts, order)
  const absent = { is: 'absent' as const, retryAt: later(parts.now(), 0) }
  const { videoId } = order.keys
  if (!videoId) return unasked(absent, 'it was never uploaded')
  const { heard, video } = await videoAt(parts, order.credential, videoId)
  if (heard.trouble !== null) return answer(heard, heard.trouble, `YouTube: ${heard.trouble.is}`)
  if (video === null) return answer(heard, absent, 'YouTube has no such film')
  if (video.privacy === 'public' || video.privacy === filmOf(order).privacy) {
    const outcome = { is: 'ok' as const, id: videoId, url: watchUrlOf(parts, videoId) }
    return answer(heard, outcome, `YouTube shows it as ${video.privacy}`)
  }
  return answer(heard, absent, `YouTube shows it as ${video.privacy}`)
}
