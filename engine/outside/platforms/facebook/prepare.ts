/** `prepare`: brings the media of a post to Facebook, where nobody sees them before the post is published. */
import { FacebookOptions, facebookFormOf } from '../../../post/networks/facebook.ts'
import { unasked } from '../answer.ts'
import type { Answered, Order } from '../contract.ts'
import { prepareFilm } from './films.ts'
import { preparePhotos } from './photos.ts'
import type { FacebookParts } from './settings.ts'

export async function prepare(parts: FacebookParts, order: Order): Promise<Answered> {
  // the photo of a comment is fetched by Facebook when the comment is made
  if (order.answers !== null) return unasked({ is: 'ready', keys: {} }, 'a comment needs no preparing')
  const parsed = FacebookOptions.safeParse(order.options)
  if (!parsed.success) {
    const message = 'Facebook does not know these options'
    return unasked({ is: 'rejected', code: 'options', message }, 'found wanting before anything was sent')
  }
  const form = facebookFormOf(order.media, parsed.data.as)
  const [first] = order.media
  if (first === undefined || form === 'text')
    return unasked({ is: 'ready', keys: {} }, 'a text needs no preparing')
  return form === 'photos' ? preparePhotos(parts, order) : prepareFilm(parts, order, first, form)
}
