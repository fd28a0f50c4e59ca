/** `prepare`: brings the media of a post to Facebook, where nobody sees them before the post is published. */
import { FacebookOptions, facebookFormOf, facebookRules } from '../../../post/networks/facebook.ts'
import { unasked } from '../answer.ts'
import type { Answered, Order } from '../contract.ts'
import { unfitFor } from '../meta/unfit.ts'
import { prepareFilm } from './films.ts'
import { preparePhotos } from './photos.ts'
import type { FacebookParts } from './settings.ts'

export async function prepare(parts: FacebookParts, order: Order): Promise<Answered> {
  const unfit = unfitFor(facebookRules, order)
  if (unfit !== null) return unfit
  // the photo of a comment is fetched by Facebook when the comment is made
  if (order.answers !== null) return unasked({ is: 'ready', keys: {} }, 'a comment needs no preparing')
  const form = facebookFormOf(order.media, FacebookOptions.parse(order.options).as)
  const [first] = order.media
  if (first === undefined || form === 'text')
    return unasked({ is: 'ready', keys: {} }, 'a text needs no preparing')
  return form === 'photos' ? preparePhotos(parts, order) : prepareFilm(parts, order, first, form)
}
