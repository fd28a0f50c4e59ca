/** `publish`: the one call that makes a post, a film or a comment of a page public. */
import { FacebookOptions, facebookFormOf, facebookRules } from '../../../post/networks/facebook.ts'
import { later, textOf, unasked } from '../answer.ts'
import type { Answered, Order } from '../contract.ts'
import { answered, ask, type Exchange } from '../meta/graph.ts'
import { recordOf } from '../meta/graph-error.ts'
import { unfitFor } from '../meta/unfit.ts'
import { duplicateOf, troubleOf } from './answers.ts'
import { type FilmForm, lookAtFilm } from './film-standing.ts'
import { FILM, pathOf, SESSION } from './films.ts'
import { photoIdsOf } from './photos.ts'
import { filmAs, findPost, postUrl } from './reconcile.ts'
import type { FacebookParts } from './settings.ts'

export async function publish(parts: FacebookParts, order: Order): Promise<Answered> {
  const unfit = unfitFor(facebookRules, order)
  if (unfit !== null) return unfit
  if (order.answers !== null) return publishComment(parts, order, order.answers.id)
  const options = FacebookOptions.parse(order.options)
  const form = facebookFormOf(order.media, options.as)
  if (form === 'video' || form === 'reel') return publishFilm(parts, order, form, options)
  return publishPost(parts, order, options)
}

async function publishPost(parts: FacebookParts, order: Order, options: FacebookOptions): Promise<Answered> {
  const photoIds = photoIdsOf(order)
  if (photoIds.length < order.media.length) return notPrepared()
  const form = new URLSearchParams()
  if (order.text !== '') form.set('message', order.text)
  if (options.link !== undefined) form.set('link', options.link)
  if (photoIds.length > 0) {
    form.set('attached_media', JSON.stringify(photoIds.map((id) => ({ media_fbid: id }))))
  }
  const path = `/${encodeURIComponent(order.credential.accountRef)}/feed`
  const exchange = await ask(parts, order.credential, { method: 'POST', path, form })
  const trouble = troubleOf(exchange.reply, parts, true)
  if (trouble === null) return withId(parts, exchange)
  const duplicate = duplicateOf(exchange.reply)
  if (duplicate === null) return answered(exchange, trouble, `Facebook: ${trouble.is}`)
  // an equal post is there: ours, whose answer was lost, or somebody else's
  const found = await findPost(parts, order)
  if (found.outcome.is === 'ok') return found
  const message = 'Facebook holds that this was posted already: look at the page before you change it'
  const outcome = duplicate === 'photos' ? trouble : { is: 'rejected' as const, code: '506', message }
  return answered(exchange, outcome, 'it is called a duplicate, and none of ours is there')
}

async function publishFilm(
  parts: FacebookParts,
  order: Order,
  form: FilmForm,
  { title }: FacebookOptions,
): Promise<Answered> {
  const { [FILM]: film, [SESSION]: session } = order.keys
  if (film === undefined) return notPrepared()
  const params = new URLSearchParams({ upload_phase: 'finish', description: order.text })
  if (title !== undefined) params.set('title', title)
  if (form === 'reel') {
    params.set('video_id', film)
    params.set('video_state', 'PUBLISHED')
  } else params.set('upload_session_id', session ?? '')
  const question = { method: 'POST' as const, path: pathOf(order, form), form: params }
  const exchange = await ask(parts, order.credential, question)
  const trouble = troubleOf(exchange.reply, parts, true)
  if (trouble !== null && trouble.is !== 'rejected') {
    return answered(exchange, trouble, `Facebook: ${trouble.is}`)
  }
  // taken is not public yet, and what was refused may be public already: the film knows
  const looked = await lookAtFilm(parts, order, film)
  if (trouble === null) return filmAs(parts, film, looked, 'taken')
  const { is } = looked.standing
  if (is === 'published' || is === 'failed' || is === 'working') return filmAs(parts, film, looked, 'refused')
  return answered(exchange, trouble, 'it was refused, and is not public')
}

async function publishComment(parts: FacebookParts, order: Order, postId: string): Promise<Answered> {
  const form = new URLSearchParams({ message: order.text })
  const [photo] = order.media
  if (photo !== undefined) form.set('attachment_url', photo.url)
  const path = `/${encodeURIComponent(postId)}/comments`
  const exchange = await ask(parts, order.credential, { method: 'POST', path, form })
  const trouble = troubleOf(exchange.reply, parts, true)
  if (trouble !== null) return answered(exchange, trouble, `Facebook: ${trouble.is}`)
  return withId(parts, exchange)
}

function withId({ now }: FacebookParts, exchange: Exchange): Answered {
  const id = textOf(recordOf(exchange.reply.is === 'answered' ? exchange.reply.json : null).id)
  if (id !== '')
    return answered(exchange, { is: 'ok', id, url: postUrl(id) }, 'Facebook answered with its id')
  const why = 'Facebook answered without an id'
  return answered(exchange, { is: 'ambiguous', why, retryAt: later(now(), 0) }, why)
}

function notPrepared(): Answered {
  const message = 'Its media are not at Facebook: prepare it again'
  return unasked({ is: 'rejected', code: 'not-prepared', message }, 'no keys of its media were kept')
}
