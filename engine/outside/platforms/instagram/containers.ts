/** `makeContainer` and `lookAtContainer`: what Instagram is to publish lies in a container first, whose id is the key. */

import { isFilm } from '../../../post/networks/check-medium.ts'
import type { InstagramForm, InstagramOptions } from '../../../post/networks/instagram.ts'
import { later, textOf, type Verdict } from '../answer.ts'
import type { MediaRef, Order } from '../contract.ts'
import { ask, type Exchange } from '../meta/graph.ts'
import { errorOf, NO_SUCH_OBJECT, recordOf } from '../meta/graph-error.ts'
import { failureOf, isPassing, troubleOf } from './answers.ts'
import type { InstagramParts } from './settings.ts'

/**
 * ready      it may be published
 * waits      Instagram is still fetching or turning it
 * published  it is public
 * gone       too old, or it failed in a way that another one may not: make another
 * missing    Instagram does not know it (any more), which says nothing of what became of it
 * refused    Instagram will not have these media
 */
export type Standing =
  | { readonly is: 'ready' | 'waits' | 'published' | 'gone' | 'missing' }
  | { readonly is: 'refused'; readonly code: string; readonly message: string }
  | { readonly is: 'trouble'; readonly meaning: Verdict }

export interface Looked {
  readonly standing: Standing
  readonly exchange: Exchange
}

export type Made =
  | { readonly is: 'made'; readonly id: string; readonly exchange: Exchange }
  | { readonly is: 'trouble'; readonly meaning: Verdict; readonly exchange: Exchange }

/** Changes nothing that is public; one that is forgotten expires after a day. */
export async function makeContainer(
  parts: InstagramParts,
  { credential }: Order,
  form: URLSearchParams,
): Promise<Made> {
  const path = `/${encodeURIComponent(credential.accountRef)}/media`
  const exchange = await ask(parts, credential, { method: 'POST', path, form })
  const meaning = troubleOf(exchange.reply, parts, false)
  if (meaning !== null) return { is: 'trouble', meaning, exchange }
  const id = idOf(exchange)
  if (id !== null) return { is: 'made', id, exchange }
  const retryAt = later(parts.now(), parts.settings.pauses.failedMs)
  return {
    is: 'trouble',
    meaning: { is: 'failed', why: 'a container without an id', retryAt },
    exchange,
  }
}

export async function lookAtContainer(
  parts: InstagramParts,
  { credential }: Order,
  id: string,
): Promise<Looked> {
  const query = { fields: 'status_code,status' }
  const exchange = await ask(parts, credential, { method: 'GET', path: `/${encodeURIComponent(id)}`, query })
  if (errorOf(exchange.reply)?.subcode === NO_SUCH_OBJECT) return { standing: { is: 'missing' }, exchange }
  const meaning = troubleOf(exchange.reply, parts, false)
  return { standing: meaning === null ? standingOf(exchange) : { is: 'trouble', meaning }, exchange }
}

/** The id of what was made; null when the answer does not say. */
export function idOf({ reply }: Exchange): string | null {
  return textOf(recordOf(reply.is === 'answered' ? reply.json : null).id) || null
}

function standingOf({ reply }: Exchange): Standing {
  const { status_code, status } = recordOf(reply.is === 'answered' ? reply.json : null)
  const words = textOf(status)
  switch (status_code) {
    case 'FINISHED':
      return { is: 'ready' }
    case 'PUBLISHED':
      return { is: 'published' }
    case 'EXPIRED':
      return { is: 'gone' }
    case 'ERROR':
      if (isPassing(words)) return { is: 'gone' }
      return { is: 'refused', code: failureOf(words), message: words || 'Instagram could not use the media' }
    default:
      return { is: 'waits' }
  }
}

/** Of the one medium of a post, or of one of a carousel's. */
export function formOfMedium(
  { text }: Order,
  medium: MediaRef,
  form: InstagramForm,
  options: InstagramOptions,
): URLSearchParams {
  const film = isFilm(medium)
  const params = new URLSearchParams({ [film ? 'video_url' : 'image_url']: medium.url })
  if (medium.altText !== null && !film) params.set('alt_text', medium.altText)
  if (form === 'carousel') {
    params.set('is_carousel_item', 'true')
    if (film) params.set('media_type', 'VIDEO')
    return params
  }
  if (form === 'story') params.set('media_type', 'STORIES')
  if (form === 'reel') {
    params.set('media_type', 'REELS')
    addReelOptions(params, options)
  }
  if (form !== 'story') params.set('caption', text)
  addOptions(params, options)
  return params
}

/** Of a carousel, once all of `childIds` are ready. */
export function formOfCarousel(
  { text }: Order,
  childIds: readonly string[],
  options: InstagramOptions,
): URLSearchParams {
  const params = new URLSearchParams({ media_type: 'CAROUSEL', children: childIds.join(','), caption: text })
  addOptions(params, options)
  return params
}

function addOptions(
  params: URLSearchParams,
  { collaborators, locationId, madeWithAi }: InstagramOptions,
): void {
  if (collaborators.length > 0) params.set('collaborators', JSON.stringify(collaborators))
  if (locationId !== undefined) params.set('location_id', locationId)
  if (madeWithAi === true) params.set('is_ai_generated', 'true')
}

const TRIALS = { manual: 'MANUAL', performance: 'SS_PERFORMANCE' } as const

function addReelOptions(params: URLSearchParams, options: InstagramOptions): void {
  const { shareToFeed, thumbOffsetMs, coverUrl, trial } = options
  if (shareToFeed !== undefined) params.set('share_to_feed', String(shareToFeed))
  if (thumbOffsetMs !== undefined) params.set('thumb_offset', String(thumbOffsetMs))
  if (coverUrl !== undefined) params.set('cover_url', coverUrl)
  if (trial !== undefined) params.set('trial_params', JSON.stringify({ graduation_strategy: TRIALS[trial] }))
}
