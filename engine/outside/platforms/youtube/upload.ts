/** `upload`: brings a film to YouTube in a session that goes on where it stopped; the film is private until it is published. */
import { fieldOf, later, textOf, type Verdict } from '../answer.ts'
import { chunksOf } from '../chunks.ts'
import type { Answered, Order } from '../contract.ts'
import { failed } from './answers.ts'
import { answer, ask, type Heard } from './ask.ts'
import { type Film, filmOf } from './film.ts'
import type { YouTubeParts } from './settings.ts'

/**
 * Opens a session, whose address is the key of all that follows: it is committed before the first byte of the film
 * leaves, and whoever comes back with it learns whether the film arrived and as what.
 */
export async function begin(parts: YouTubeParts, order: Order): Promise<Answered> {
  const { settings, now } = parts
  const { file, snippet, status, notifySubscribers } = filmOf(order)
  const query = new URLSearchParams({
    uploadType: 'resumable',
    part: 'snippet,status',
    notifySubscribers: String(notifySubscribers),
  })
  const heard = await ask(parts, order.credential, 'upload', {
    method: 'POST',
    url: `${settings.uploadUrl}/videos?${query}`,
    headers: { 'x-upload-content-length': String(file.bytes), 'x-upload-content-type': file.type },
    json: { snippet, status },
  })
  if (heard.trouble !== null) return answer(heard, heard.trouble, `YouTube: ${heard.trouble.is}`)
  const session = heard.reply.is === 'answered' ? heard.reply.headers.get('location') : null
  if (session === null) return answer(heard, failed(parts, 'no session'), 'YouTube opened no session')
  // what an earlier session left is forgotten
  const keys = { session, videoId: '', missingSince: '', thumbnail: '' }
  const outcome = { is: 'stored' as const, keys, retryAt: later(now(), 0) }
  return answer(heard, outcome, 'YouTube opened a session')
}

/**
 * at     YouTube has everything before `offset`
 * done   it has the film
 * gone   it does not know the session any more
 */
type Place = { readonly heard: Heard } & (
  | { readonly is: 'at'; readonly offset: number }
  | { readonly is: 'done'; readonly videoId: string }
  | { readonly is: 'gone' }
  | { readonly is: 'trouble'; readonly trouble: Verdict }
)

export async function upload(parts: YouTubeParts, order: Order, session: string): Promise<Answered> {
  const { visitBytesMax } = parts.settings
  const film = filmOf(order)
  let place = await probe(parts, order, film, session)
  const sender = { parts, order, film, session }
  for (let left = visitBytesMax; place.is === 'at' && left > 0; ) {
    const from = place.offset
    place = await send(sender, from, left)
    if (place.is === 'at' && place.offset <= from) {
      return answer(place.heard, failed(parts, `nothing was stored after ${from}`), 'YouTube stored nothing')
    }
    if (place.is === 'at') left -= place.offset - from
  }
  return told(parts, order, film, place)
}

interface Sender {
  readonly parts: YouTubeParts
  readonly order: Order
  readonly film: Film
  readonly session: string
}

/** As much as `left`, until YouTube has kept less of a chunk than it was sent, or says anything but "go on". */
async function send(sender: Sender, from: number, left: number): Promise<Place> {
  const { chunkBytes } = sender.parts.settings
  const { file } = sender.film
  let place: Place | null = null
  let at = from
  for await (const chunk of chunksOf(file.read(from), chunkBytes)) {
    const range = `bytes ${at}-${at + chunk.length - 1}/${file.bytes}`
    place = await put(sender, range, chunk)
    at += chunk.length
    if (place.is !== 'at' || place.offset !== at || at - from >= left) return place
  }
  // the file is shorter than it was said to be: YouTube waits for bytes that nobody has
  return place ?? probe(sender.parts, sender.order, sender.film, sender.session)
}

function probe(parts: YouTubeParts, order: Order, film: Film, session: string): Promise<Place> {
  return put({ parts, order, film, session }, `bytes */${film.file.bytes}`, new Uint8Array())
}

async function put({ parts, order, film, session }: Sender, range: string, body: Uint8Array): Promise<Place> {
  const heard = await ask(parts, order.credential, 'upload', {
    method: 'PUT',
    url: session,
    headers: { 'content-range': range, 'content-type': film.file.type },
    body,
    timeoutMs: parts.settings.chunkTimeoutMs,
  })
  const { reply, trouble } = heard
  if (reply.is === 'answered' && (reply.status === 404 || reply.status === 410)) return { is: 'gone', heard }
  if (trouble !== null) return { is: 'trouble', trouble, heard }
  if (reply.is === 'answered' && reply.status === 308)
    return { is: 'at', offset: storedOf(reply.headers), heard }
  const videoId = textOf(fieldOf(heard.json, 'id'))
  if (videoId !== '') return { is: 'done', videoId, heard }
  return { is: 'trouble', trouble: failed(parts, 'the film arrived, and YouTube did not say as what'), heard }
}

async function told(parts: YouTubeParts, order: Order, film: Film, place: Place): Promise<Answered> {
  const retryAt = later(parts.now(), 0)
  switch (place.is) {
    case 'gone':
      return begin(parts, order)
    case 'done':
      return answer(
        place.heard,
        { is: 'stored', keys: { videoId: place.videoId }, retryAt },
        'YouTube has the film, as private',
      )
    case 'at':
      return answer(
        place.heard,
        { is: 'stored', keys: {}, retryAt },
        `YouTube has ${place.offset} of ${film.file.bytes} bytes`,
      )
    case 'trouble':
      return answer(place.heard, place.trouble, `YouTube: ${place.trouble.is}`)
  }
}

/** `bytes=0-b`; without it, nothing is stored. */
function storedOf(headers: Headers): number {
  const last = /^bytes=0-(\d+)$/.exec(headers.get('range') ?? '')?.[1]
  return last === undefined ? 0 : Number(last) + 1
}
