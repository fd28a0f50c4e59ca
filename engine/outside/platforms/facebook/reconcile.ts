/** `reconcile`: whether a post, a film or a comment is public, when the answer was lost. */

import { later } from '../answer.ts'
import type { Answered, Order } from '../contract.ts'
import { answered } from '../meta/graph.ts'
import { type FilmLooked, lookAtFilm } from './film-standing.ts'
import { FILM } from './films.ts'
import { commentsSince, isOurs, postsSince } from './lists.ts'
import type { FacebookParts } from './settings.ts'

export async function reconcile(parts: FacebookParts, order: Order): Promise<Answered> {
  if (order.answers !== null) return findComment(parts, order, order.answers.id)
  const film = order.keys[FILM]
  if (film === undefined) return findPost(parts, order)
  return filmAs(parts, film, await lookAtFilm(parts, order, film), 'unknown')
}

/** Among the posts of the page since this one was armed. */
export async function findPost(parts: FacebookParts, order: Order): Promise<Answered> {
  const found = await postsSince(parts, order)
  if (found.is === 'trouble') {
    return answered(found.exchange, found.meaning, `Facebook: ${found.meaning.is}`)
  }
  const matches = found.items.map((post) => isOurs(post, order))
  const ours = found.items[matches.indexOf('yes')]
  if (ours !== undefined) {
    const outcome = { is: 'ok' as const, id: ours.id, url: ours.url ?? postUrl(ours.id) }
    return answered(found.exchange, outcome, 'it is among the posts of the page')
  }
  const why = found.isWhole
    ? 'posts without a text do not tell what they show'
    : 'there are too many posts since'
  if (!found.isWhole || matches.includes('nobody knows')) {
    return answered(found.exchange, { is: 'undecided', why }, why)
  }
  const proof = `not among the ${found.items.length} posts since it was armed`
  return answered(found.exchange, { is: 'absent', retryAt: later(parts.now(), 0) }, proof)
}

async function findComment(parts: FacebookParts, order: Order, postId: string): Promise<Answered> {
  const found = await commentsSince(parts, order, postId)
  if (found.is === 'trouble') {
    return answered(found.exchange, found.meaning, `Facebook: ${found.meaning.is}`)
  }
  const ours = found.items.find((comment) => isOurs(comment, { ...order, media: [], keys: {} }) === 'yes')
  if (ours !== undefined) {
    const outcome = { is: 'ok' as const, id: ours.id, url: ours.url ?? postUrl(ours.id) }
    return answered(found.exchange, outcome, 'it is among the comments')
  }
  if (!found.isWhole) {
    const why = 'there are too many comments since'
    return answered(found.exchange, { is: 'undecided', why }, why)
  }
  const proof = `not among the ${found.items.length} comments since it was armed`
  return answered(found.exchange, { is: 'absent', retryAt: later(parts.now(), 0) }, proof)
}

/** What a film's own standing says of its publication; `asked`: what became of the call to publish, as far as we know. */
export function filmAs(
  { now, settings }: FacebookParts,
  film: string,
  { standing, exchange }: FilmLooked,
  asked: 'taken' | 'refused' | 'unknown',
): Answered {
  const { lookMs } = settings.pauses
  switch (standing.is) {
    case 'published':
      return answered(exchange, { is: 'ok', id: film, url: standing.url }, 'the film is published')
    case 'failed':
      // what failed is not public: publishing it once more says so to a person
      if (asked === 'unknown') break
      return answered(
        exchange,
        { is: 'rejected', code: 'film', message: standing.message },
        'the film failed',
      )
    case 'trouble':
      // the call to publish was taken: that this look failed makes nothing of it undone
      if (asked !== 'taken') return answered(exchange, standing.meaning, `Facebook: ${standing.meaning.is}`)
      break
    case 'gone':
      if (asked === 'taken') break
      return answered(
        exchange,
        { is: 'undecided', why: 'Facebook does not know the film any more' },
        'the film is gone',
      )
    default:
  }
  if (asked === 'unknown' && standing.is !== 'working') {
    return answered(
      exchange,
      { is: 'absent', retryAt: later(now(), 0) },
      `the film is ${standing.is}, not published`,
    )
  }
  const why = 'Facebook is still at work on the film'
  return answered(exchange, { is: 'ambiguous', why, retryAt: later(now(), lookMs) }, why)
}

/** Facebook leads on from here to wherever it is. */
export function postUrl(id: string): string {
  return `https://www.facebook.com/${id}`
}
