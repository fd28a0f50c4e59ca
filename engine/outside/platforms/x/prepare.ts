/** `prepare`: brings photos, GIFs and films to X in parts, and waits until they can be shown. */
import { assert } from '../../../kernel/assert.ts'
import { xKindOf } from '../../../post/networks/x.ts'
import { answered, fieldOf, later, textOf, unasked } from '../answer.ts'
import { carry, type Facts, type Leg } from '../carry.ts'
import { chunksOf } from '../chunks.ts'
import type { Answered, Credential, MediaRef, Order } from '../contract.ts'
import { type Call, call, type Reply } from '../http.ts'
import { troubleOf } from './answers.ts'
import { bearer } from './publish.ts'
import type { XParts } from './settings.ts'

/**
 * What is known of an upload:
 * id, key     its names at X
 * begun       how often it was begun
 * sent        bytes that are there, in `segment` parts
 * state       `processing` or `ready`, once it was closed
 * until       when X forgets it, if no post has it
 * described   it has its description
 */
const UNKNOWN: Facts = { id: '', key: '', sent: '', segment: '', state: '', until: '', described: '' }
/** Not used when it ends so soon. */
const LAST_MS = 5 * 60_000
/** When X does not say when to look again. */
const LOOK_AGAIN_MS = 5_000
/** When X does not say how long it keeps an upload. */
const KEPT_MS = 24 * 60 * 60_000

const CATEGORIES = { photo: 'tweet_image', gif: 'tweet_gif', film: 'tweet_video' } as const

export function prepare(parts: XParts, order: Order): Promise<Answered> {
  const { settings, now } = parts
  return carry({ leg: (...asked) => leg(parts, ...asked), bytesPerVisit: settings.bytesPerVisit, now }, order)
}

async function leg(
  parts: XParts,
  { credential }: Order,
  medium: MediaRef,
  facts: Facts,
  bytesMax: number,
): Promise<Leg> {
  const isOver = facts.until !== undefined && Date.parse(facts.until) - LAST_MS <= parts.now()
  if (facts.id === undefined || isOver) return begin(parts, credential, medium, facts)
  if (Number(facts.sent) < medium.bytes) return append(parts, credential, medium, facts, bytesMax)
  if (facts.state === undefined) return close(parts, credential, facts)
  if (facts.state === 'processing') return look(parts, credential, facts)
  const isDescribed = facts.described !== undefined || !medium.altText || xKindOf(medium.type) === 'film'
  return isDescribed ? { is: 'done', facts: {} } : describe(parts, credential, medium.altText ?? '', facts)
}

async function begin(
  parts: XParts,
  credential: Credential,
  { type, bytes }: MediaRef,
  facts: Facts,
): Promise<Leg> {
  const kind = xKindOf(type)
  if (kind === null) {
    const outcome = { is: 'rejected' as const, code: 'media-type', message: `X does not take ${type}` }
    return { is: 'stopped', facts: {}, answer: unasked(outcome, 'X takes no such media') }
  }
  const body = { media_type: type, total_bytes: bytes, media_category: CATEGORIES[kind] }
  const asked = post(parts, credential, '/2/media/upload/initialize', body)
  const reply = await call(asked)
  const id = textOf(fieldOf(jsonOf(reply), 'data', 'id'))
  if (id === '') return stopped(parts, asked, reply)
  const key = textOf(fieldOf(jsonOf(reply), 'data', 'media_key'))
  const begun = String(Number(facts.begun ?? 0) + 1)
  const until = untilOf(reply, parts.now())
  return { is: 'on', facts: { ...UNKNOWN, id, key, begun, sent: '0', segment: '0', until }, bytes: 0 }
}

async function append(
  parts: XParts,
  credential: Credential,
  medium: MediaRef,
  facts: Facts,
  bytesMax: number,
): Promise<Leg> {
  const { settings } = parts
  const from = Number(facts.sent)
  let [sent, segment] = [from, Number(facts.segment)]
  for await (const chunk of chunksOf(medium.read(from), settings.chunkBytes)) {
    const body = new FormData()
    body.set('segment_index', String(segment))
    body.set('media', new Blob([chunk]))
    const url = `${settings.apiUrl}/2/media/upload/${facts.id}/append`
    const headers = bearer(credential)
    const asked: Call = { method: 'POST', url, headers, body, timeoutMs: settings.uploadTimeoutMs }
    const reply = await call(asked)
    const gone = { sent: String(sent), segment: String(segment) }
    if (troubleOf(reply, parts.now(), false) !== null) return again(parts, asked, reply, facts, gone)
    sent += chunk.length
    segment++
    if (sent - from >= bytesMax) break
  }
  assert(sent > from && sent <= medium.bytes, `a medium has as many bytes as it says: ${medium.bytes}`)
  return { is: 'on', facts: { sent: String(sent), segment: String(segment) }, bytes: sent - from }
}

async function close(parts: XParts, credential: Credential, facts: Facts): Promise<Leg> {
  const asked = post(parts, credential, `/2/media/upload/${facts.id}/finalize`, null)
  const reply = await call(asked)
  if (troubleOf(reply, parts.now(), false) !== null) return again(parts, asked, reply, facts, {})
  const until = untilOf(reply, parts.now())
  return processed(parts, asked, reply, { until })
}

async function look(parts: XParts, credential: Credential, facts: Facts): Promise<Leg> {
  const query = new URLSearchParams({ command: 'STATUS', media_id: facts.id ?? '' })
  const asked: Call = {
    method: 'GET',
    url: `${parts.settings.apiUrl}/2/media/upload?${query}`,
    headers: bearer(credential),
    timeoutMs: parts.settings.timeoutMs,
  }
  const reply = await call(asked)
  if (troubleOf(reply, parts.now(), false) !== null) return again(parts, asked, reply, facts, {})
  return processed(parts, asked, reply, {})
}

/** No word of processing: it can be shown. */
function processed({ now }: XParts, asked: Call, reply: Reply, facts: Facts): Leg {
  const info = fieldOf(jsonOf(reply), 'data', 'processing_info')
  const state = textOf(fieldOf(info, 'state'))
  if (info === undefined || state === 'succeeded')
    return { is: 'on', facts: { ...facts, state: 'ready' }, bytes: 0 }
  if (state === 'failed') {
    const message = textOf(fieldOf(info, 'error', 'message')) || 'X could not make sense of the film.'
    const outcome = { is: 'rejected' as const, code: 'media-failed', message }
    return { is: 'stopped', facts, answer: answered(outcome, asked, reply, 'X says that processing failed') }
  }
  const seconds = Number(fieldOf(info, 'check_after_secs') ?? 0)
  const retryAt = later(now(), seconds > 0 ? seconds * 1_000 : LOOK_AGAIN_MS)
  const outcome = { is: 'stored' as const, keys: {}, retryAt }
  const answer = answered(outcome, asked, reply, `X is processing it: ${state}`)
  return { is: 'stopped', facts: { ...facts, state: 'processing' }, answer }
}

async function describe(parts: XParts, credential: Credential, text: string, facts: Facts): Promise<Leg> {
  const body = { id: facts.id, metadata: { alt_text: { text } } }
  const asked = post(parts, credential, '/2/media/metadata', body)
  const reply = await call(asked)
  if (troubleOf(reply, parts.now(), false) !== null) return stopped(parts, asked, reply)
  return { is: 'on', facts: { described: 'yes' }, bytes: 0 }
}

/** An upload that X refuses in its middle was lost or closed by a visit nobody heard of: it is begun anew, a few times. */
function again(parts: XParts, asked: Call, reply: Reply, facts: Facts, gone: Facts): Leg {
  const isRefused = troubleOf(reply, parts.now(), false)?.is === 'rejected'
  if (isRefused && Number(facts.begun) < parts.settings.uploadsMax)
    return { is: 'on', facts: UNKNOWN, bytes: 0 }
  return { ...stopped(parts, asked, reply), facts: gone }
}

function stopped({ now }: XParts, asked: Call, reply: Reply): Extract<Leg, { is: 'stopped' }> {
  const trouble = troubleOf(reply, now(), false)
  const unreadable = {
    is: 'failed' as const,
    why: 'X answered without an id',
    retryAt: later(now(), LOOK_AGAIN_MS),
  }
  const outcome = trouble ?? unreadable
  return { is: 'stopped', facts: {}, answer: answered(outcome, asked, reply, `X: ${outcome.is}`) }
}

function post({ settings }: XParts, credential: Credential, path: string, body: unknown): Call {
  return {
    method: 'POST',
    url: `${settings.apiUrl}${path}`,
    headers: { ...bearer(credential), ...(body !== null && { 'content-type': 'application/json' }) },
    ...(body !== null && { body: JSON.stringify(body) }),
    timeoutMs: settings.timeoutMs,
  }
}

function jsonOf(reply: Reply): unknown {
  return reply.is === 'answered' ? reply.json : null
}

function untilOf(reply: Reply, nowMs: number): string {
  const seconds = Number(fieldOf(jsonOf(reply), 'data', 'expires_after_secs') ?? 0)
  return later(nowMs, seconds > 0 ? seconds * 1_000 : KEPT_MS)
}
