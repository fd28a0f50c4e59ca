/** `prepare`: one visit on the way of a film to YouTube: session, bytes, processing, thumbnail. */
import { later, unasked, type Verdict } from '../answer.ts'
import type { Answered, MediaRef, Order } from '../contract.ts'
import { answer, ask, type Heard } from './ask.ts'
import { filmOf, isComment, refusalOf } from './film.ts'
import { takeAwayLeftovers } from './leftovers.ts'
import { remove } from './remove.ts'
import type { YouTubeParts } from './settings.ts'
import { begin, upload } from './upload.ts'
import { type Video, videoAt } from './videos.ts'

/** Which visit it is, the keys say: they were committed since the last one. */
export async function prepare(parts: YouTubeParts, order: Order): Promise<Answered> {
  const refusal = refusalOf(parts, order)
  if (refusal !== null) return unasked(refusal, 'YouTube would not take it')
  if (isComment(order)) return unasked({ is: 'ready', keys: {} }, 'a comment needs nothing before it')
  const { session, videoId } = order.keys
  if (videoId) return look(parts, order, videoId)
  return session ? upload(parts, order, session) : begin(parts, order)
}

async function look(parts: YouTubeParts, order: Order, videoId: string): Promise<Answered> {
  const { heard, video } = await videoAt(parts, order.credential, videoId)
  if (heard.trouble !== null) return answer(heard, heard.trouble, `YouTube: ${heard.trouble.is}`)
  if (video === null) return missing(parts, order, heard)
  if (video.uploadStatus === 'processed')
    return cleared(parts, order, await decorate(parts, order, videoId, heard))
  if (video.uploadStatus === 'uploaded') {
    const retryAt = later(parts.now(), lookAfterMs(parts, video))
    return answer(heard, { is: 'stored', keys: { missingSince: '' }, retryAt }, 'YouTube is processing it')
  }
  const isOfOurs = video.reason === 'duplicate' && (await takeAwayLeftovers(parts, order)) > 0
  if (!isOfOurs) return answer(heard, spoiled(video), `YouTube says that the film is ${video.uploadStatus}`)
  // it was the same film, left by an edit: with both gone it may be taken
  await remove(parts, order.credential, videoId)
  return begin(parts, order)
}

/** What an edit has left goes once there is another to take its place. */
async function cleared(parts: YouTubeParts, order: Order, answered: Answered): Promise<Answered> {
  if (answered.outcome.is === 'ready') await takeAwayLeftovers(parts, order)
  return answered
}

/** Somebody took it away at YouTube, or YouTube does not list it yet; only time tells, and then it is uploaded anew. */
async function missing(parts: YouTubeParts, order: Order, heard: Heard): Promise<Answered> {
  const { settings, now } = parts
  const since = order.keys.missingSince || later(now(), 0)
  if (now() - Date.parse(since) >= settings.missingMsMax) return begin(parts, order)
  const retryAt = later(now(), Math.min(settings.processingLookMs, settings.missingMsMax))
  return answer(
    heard,
    { is: 'stored', keys: { missingSince: since }, retryAt },
    'YouTube does not list the film',
  )
}

async function decorate(parts: YouTubeParts, order: Order, videoId: string, heard: Heard): Promise<Answered> {
  const { thumbnail } = filmOf(order)
  const ready: Verdict = { is: 'ready', keys: { missingSince: '' } }
  if (thumbnail === null || order.keys.thumbnail === thumbnail.id) {
    return answer(heard, ready, 'YouTube has processed the film')
  }
  const query = new URLSearchParams({ videoId, uploadType: 'media' })
  const set = await ask(parts, order.credential, 'upload', {
    method: 'POST',
    url: `${parts.settings.uploadUrl}/thumbnails/set?${query}`,
    headers: { 'content-type': thumbnail.type },
    body: await wholeOf(thumbnail),
    timeoutMs: parts.settings.chunkTimeoutMs,
  })
  if (set.trouble !== null) return answer(set, set.trouble, `YouTube: ${set.trouble.is}`)
  const keys = { missingSince: '', thumbnail: thumbnail.id }
  return answer(set, { is: 'ready', keys }, 'YouTube has processed the film and taken its thumbnail')
}

/** At most `thumbnailBytesMax`. */
async function wholeOf(file: MediaRef): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const part of file.read(0)) parts.push(part)
  return Buffer.concat(parts)
}

function lookAfterMs({ settings }: YouTubeParts, { timeLeftMs }: Video): number {
  return Math.min(Math.max(timeLeftMs ?? 0, settings.processingLookMs), settings.processingLookMsMax)
}

const SPOILED: ReadonlyMap<string, string> = new Map([
  ['duplicate', 'this channel has the same film already'],
  ['length', 'the film is longer than this channel may upload'],
  ['codec', 'the film is in a format that YouTube does not know'],
  ['invalidFile', 'the file is no film'],
  ['copyright', 'it holds what belongs to others'],
  ['claim', 'it holds what belongs to others'],
])

function spoiled({ uploadStatus, reason }: Video): Verdict {
  const message = `YouTube will not have the film: ${SPOILED.get(reason) ?? (reason || uploadStatus)}`
  return { is: 'rejected', code: reason || uploadStatus, message }
}
