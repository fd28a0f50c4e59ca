/** `lookAtFilm`: how a film stands at Facebook: sent, turned, published, each with its own phase. */
import type { FacebookForm } from '../../../post/networks/facebook.ts'
import { textOf, type Verdict } from '../answer.ts'
import type { Order } from '../contract.ts'
import { ask, type Exchange } from '../meta/graph.ts'
import { errorOf, NO_SUCH_OBJECT, recordOf } from '../meta/graph-error.ts'
import { troubleOf } from './answers.ts'
import type { FacebookParts } from './settings.ts'

export type FilmForm = Extract<FacebookForm, 'video' | 'reel'>

/**
 * sending    it is not whole yet; `sentBytes` is null when Facebook does not tell
 * sent       it is whole, and nobody has asked to publish it
 * working    it is being turned or published
 * published  it is public
 * failed     Facebook could not use it
 * gone       too old, or broken on the way: send another
 */
export type FilmStanding =
  | { readonly is: 'sending'; readonly sentBytes: number | null }
  | { readonly is: 'sent' | 'working' | 'gone' }
  | { readonly is: 'published'; readonly url: string | null }
  | { readonly is: 'failed'; readonly message: string }
  | { readonly is: 'trouble'; readonly meaning: Verdict }

export interface FilmLooked {
  readonly standing: FilmStanding
  readonly exchange: Exchange
}

export async function lookAtFilm(
  parts: FacebookParts,
  { credential }: Order,
  id: string,
): Promise<FilmLooked> {
  const query = { fields: 'status,published,permalink_url' }
  const exchange = await ask(parts, credential, { method: 'GET', path: `/${encodeURIComponent(id)}`, query })
  if (errorOf(exchange.reply)?.subcode === NO_SUCH_OBJECT) return { standing: { is: 'gone' }, exchange }
  const meaning = troubleOf(exchange.reply, parts, false)
  return { standing: meaning === null ? standingOf(exchange) : { is: 'trouble', meaning }, exchange }
}

const PUBLIC_HOST = 'https://www.facebook.com'

function standingOf({ reply }: Exchange): FilmStanding {
  const { status, published, permalink_url } = recordOf(reply.is === 'answered' ? reply.json : null)
  const { video_status, uploading_phase, processing_phase, publishing_phase } = recordOf(status)
  const publishing = recordOf(publishing_phase)
  // films of old tell no phases
  const isReady = publishing_phase === undefined && video_status === 'ready' && published === true
  if (publishing.publish_status === 'published' || isReady) {
    const path = textOf(permalink_url)
    return { is: 'published', url: path.startsWith('/') ? `${PUBLIC_HOST}${path}` : path || null }
  }
  if (video_status === 'error' || publishing.status === 'error' || publishing.publish_status === 'error') {
    return { is: 'failed', message: wordsOf(processing_phase) ?? 'Facebook could not use the film' }
  }
  if (video_status === 'expired' || video_status === 'upload_failed') return { is: 'gone' }
  const uploading = recordOf(uploading_phase)
  if (video_status === 'uploading' && uploading.status !== 'complete') {
    const { bytes_transfered: bytes } = uploading
    return { is: 'sending', sentBytes: typeof bytes === 'number' ? bytes : null }
  }
  // while it is being turned nobody can say whether it was asked for: it says so afterwards
  const isAsked = publishing_phase !== undefined && publishing.status !== 'not_started'
  return { is: isAsked || video_status === 'processing' ? 'working' : 'sent' }
}

function wordsOf(phase: unknown): string | null {
  const { errors, error } = recordOf(phase)
  const first = Array.isArray(errors) ? errors[0] : error
  return textOf(recordOf(first).message) || null
}
