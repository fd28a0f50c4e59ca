/** `prepareFilm`: brings a reel or a film to Facebook in parts, and goes on where it stopped. Its id there is the key. */
import type { Keys } from '../../../protocol/post-shapes.ts'
import { later, textOf } from '../answer.ts'
import { chunksOf } from '../chunks.ts'
import type { Answered, MediaRef, Order } from '../contract.ts'
import { answered, ask, type Exchange, exchange, secretsOf } from '../meta/graph.ts'
import { recordOf } from '../meta/graph-error.ts'
import { kept } from '../meta/kept.ts'
import { isWrongOffset, troubleOf } from './answers.ts'
import { type FilmForm, lookAtFilm } from './film-standing.ts'
import type { FacebookParts } from './settings.ts'

/** The id of a film at Facebook. */
export const FILM = 'film'
/** Where a reel is sent, and by which name a film is sent. */
const UPLOAD_URL = 'uploadUrl'
export const SESSION = 'session'
/** Bytes that Facebook has taken, where it does not tell itself. */
const SENT = 'sent'
/** How many uploads were begun in place of failed ones. */
const ANEW = 'anew'

interface Visit {
  readonly parts: FacebookParts
  readonly order: Order
  readonly film: MediaRef
  readonly form: FilmForm
}

export async function prepareFilm(
  parts: FacebookParts,
  order: Order,
  film: MediaRef,
  form: FilmForm,
): Promise<Answered> {
  const visit: Visit = { parts, order, film, form }
  const id = order.keys[FILM]
  if (id === undefined) return begin(visit)
  const { standing, exchange: looked } = await lookAtFilm(parts, order, id)
  switch (standing.is) {
    case 'trouble':
      return answered(looked, standing.meaning, `Facebook: ${standing.meaning.is}`)
    case 'gone':
    case 'failed':
      return begin(visit)
    case 'sending':
      return send(visit, standing.sentBytes ?? Number(order.keys[SENT] ?? 0), looked)
    default:
      return answered(looked, { is: 'ready', keys: {} }, 'Facebook has all of it')
  }
}

/** One visit of its own: the id is committed before anything is sent to it. */
async function begin({ parts, order, film, form }: Visit): Promise<Answered> {
  const params = new URLSearchParams({ upload_phase: 'start' })
  if (form === 'video') params.set('file_size', String(film.bytes))
  const { credential } = order
  const begun = await ask(parts, credential, { method: 'POST', path: pathOf(order, form), form: params })
  const trouble = troubleOf(begun.reply, parts, false)
  if (trouble !== null) return answered(begun, trouble, `Facebook: ${trouble.is}`)
  const { video_id, upload_url, upload_session_id } = recordOf(
    begun.reply.is === 'answered' ? begun.reply.json : null,
  )
  const where = form === 'reel' ? textOf(upload_url) : textOf(upload_session_id)
  if (textOf(video_id) === '' || where === '') {
    const retryAt = later(parts.now(), parts.settings.pauses.failedMs)
    return answered(begun, { is: 'failed', why: 'an upload without a name', retryAt }, 'no name was given')
  }
  const anew = order.keys[FILM] === undefined ? 0 : Number(order.keys[ANEW] ?? 0) + 1
  const place = form === 'reel' ? UPLOAD_URL : SESSION
  const keys: Keys = { [FILM]: textOf(video_id), [place]: where, [SENT]: '0', [ANEW]: String(anew) }
  const { anewMs, anewMsMax } = parts.settings
  const pauseMs = anew === 0 ? 0 : Math.min(anewMs * 2 ** (anew - 1), anewMsMax)
  const outcome = { is: 'stored' as const, keys, retryAt: later(parts.now(), pauseMs) }
  return answered(begun, outcome, 'an upload was begun')
}

/** From `fromBytes` on, as many parts as a visit may. */
async function send(visit: Visit, fromBytes: number, looked: Exchange): Promise<Answered> {
  const { parts, film, form } = visit
  const { filmPartBytes, reelPartBytes, partsPerVisit } = parts.settings
  const partBytes = form === 'reel' ? reelPartBytes : filmPartBytes
  let sent = fromBytes
  let last = looked
  let count = 0
  for await (const part of chunksOf(film.read(fromBytes), partBytes)) {
    last = await sendPart(visit, part, sent)
    // Facebook and we disagree about what was sent, and it does not say where to go on
    if (isWrongOffset(last.reply)) return begin(visit)
    const trouble = troubleOf(last.reply, parts, false)
    if (trouble !== null) {
      const gained: Keys = sent > fromBytes ? { [SENT]: String(sent) } : {}
      return answered(last, kept(gained, trouble, parts.now()), `Facebook: ${trouble.is}`)
    }
    const end = sent + part.length
    sent = startOffsetOf(last) ?? end
    if (sent !== end || ++count === partsPerVisit) break
  }
  const keys = { [SENT]: String(sent) }
  if (sent >= film.bytes) return answered(last, { is: 'ready', keys }, 'Facebook has taken all of it')
  if (count === 0 && last === looked) {
    const message = `The film ends after ${sent} of its ${film.bytes} bytes`
    return answered(last, { is: 'rejected', code: 'media-short', message }, 'nothing was left to send')
  }
  const proof = `Facebook has taken ${sent} of ${film.bytes} bytes`
  return answered(last, { is: 'stored', keys, retryAt: later(parts.now(), 0) }, proof)
}

function sendPart(
  { parts, order, film, form }: Visit,
  part: Uint8Array<ArrayBuffer>,
  offset: number,
): Promise<Exchange> {
  const { credential, keys } = order
  if (form === 'reel') {
    const headers = {
      authorization: `OAuth ${credential.accessToken}`,
      offset: String(offset),
      file_size: String(film.bytes),
      'content-type': 'application/octet-stream',
    }
    const { timeoutMs } = parts.settings
    const asked = { method: 'POST' as const, url: keys[UPLOAD_URL] ?? '', headers, body: part, timeoutMs }
    return exchange(asked, parts.now(), secretsOf(credential))
  }
  const body = new FormData()
  body.set('upload_phase', 'transfer')
  body.set('upload_session_id', keys[SESSION] ?? '')
  body.set('start_offset', String(offset))
  body.set('video_file_chunk', new Blob([part]), film.id)
  return ask(parts, credential, { method: 'POST', path: pathOf(order, form), form: body })
}

/** Where Facebook wants the next part to begin; reels do not tell. */
function startOffsetOf({ reply }: Exchange): number | null {
  const { start_offset } = recordOf(reply.is === 'answered' ? reply.json : null)
  const offset = Number(start_offset ?? Number.NaN)
  return Number.isFinite(offset) ? offset : null
}

/** Where uploads of this form begin and end. */
export function pathOf({ credential }: Order, form: FilmForm): string {
  return `/${encodeURIComponent(credential.accountRef)}/${form === 'reel' ? 'video_reels' : 'videos'}`
}
