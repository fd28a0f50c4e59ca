/** `prepare`: brings images, films and documents to LinkedIn, and waits until they can be shown. */
import { assert, must } from '../../../kernel/assert.ts'
import { type LinkedinMediaKind, linkedinKindOf } from '../../../post/networks/linkedin.ts'
import { answered, fieldOf, later, listOf, textOf, unasked } from '../answer.ts'
import { carry, type Facts, type Leg } from '../carry.ts'
import { firstChunkOf } from '../chunks.ts'
import type { Answered, Credential, MediaRef, Order } from '../contract.ts'
import { type Call, call, type Reply } from '../http.ts'
import { troubleOf } from './answers.ts'
import { restCall } from './requests.ts'
import type { LinkedinParts } from './settings.ts'

/**
 * What is known of an upload:
 * urn        its name at LinkedIn
 * begun      how often it was begun
 * urls       where each part goes: `[url, first byte, last byte]` as JSON
 * token      of a film
 * etags      what came back for each part of a film, in order
 * sent       when all was there, ISO 8601
 * ready      it can be shown
 */
const UNKNOWN: Facts = { urn: '', urls: '', token: '', etags: '', sent: '', ready: '' }
const LOOK_AGAIN_MS = 10_000
/** Of an address that is not good any more. */
const EXPIRED = new Set([400, 403, 404, 410])

type Part = readonly [url: string, firstByte: number, lastByte: number]

export function prepare(parts: LinkedinParts, order: Order): Promise<Answered> {
  const { settings, now } = parts
  return carry({ leg: (...asked) => leg(parts, ...asked), bytesPerVisit: settings.bytesPerVisit, now }, order)
}

async function leg(
  parts: LinkedinParts,
  { credential }: Order,
  medium: MediaRef,
  facts: Facts,
  bytesMax: number,
): Promise<Leg> {
  const kind = linkedinKindOf(medium.type)
  if (kind === null) {
    const outcome = {
      is: 'rejected' as const,
      code: 'media-type',
      message: `LinkedIn does not take ${medium.type}`,
    }
    return { is: 'stopped', facts: {}, answer: unasked(outcome, 'LinkedIn takes no such media') }
  }
  if (facts.ready !== undefined) return { is: 'done', facts: {} }
  if (facts.urn === undefined) return begin(parts, credential, kind, medium, facts)
  if (facts.sent !== undefined) return look(parts, credential, kind, facts)
  if (kind !== 'video') return sendWhole(parts, credential, medium, facts)
  const done = etagsOf(facts).length
  if (done < partsOf(facts).length) return sendParts(parts, medium, facts, bytesMax)
  return finish(parts, credential, facts)
}

async function begin(
  parts: LinkedinParts,
  credential: Credential,
  kind: LinkedinMediaKind,
  { bytes }: MediaRef,
  facts: Facts,
): Promise<Leg> {
  const film = { fileSizeBytes: bytes, uploadCaptions: false, uploadThumbnail: false }
  const asked = restCall(parts.settings, credential, 'POST', `/rest/${kind}s?action=initializeUpload`, {
    initializeUploadRequest: { owner: credential.accountRef, ...(kind === 'video' && film) },
  })
  const reply = await call(asked)
  const value = fieldOf(jsonOf(reply), 'value')
  const urn = textOf(fieldOf(value, kind))
  const urls: Part[] =
    kind === 'video' ? instructionsOf(value) : [[textOf(fieldOf(value, 'uploadUrl')), 0, bytes - 1]]
  if (urn === '' || urls.length === 0) return stopped(parts, asked, reply)
  const begun = String(Number(facts.begun ?? 0) + 1)
  const token = textOf(fieldOf(value, 'uploadToken'))
  return { is: 'on', facts: { ...UNKNOWN, urn, begun, urls: JSON.stringify(urls), token }, bytes: 0 }
}

async function sendWhole(
  parts: LinkedinParts,
  { accessToken }: Credential,
  medium: MediaRef,
  facts: Facts,
): Promise<Leg> {
  const [url] = must(partsOf(facts)[0], 'an upload that was begun has an address')
  const body = await firstChunkOf(medium.read(0), medium.bytes)
  assert(body.length === medium.bytes, `a medium has as many bytes as it says: ${medium.bytes}`)
  const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/octet-stream' }
  const asked: Call = { method: 'PUT', url, headers, body, timeoutMs: parts.settings.uploadTimeoutMs }
  const reply = await call(asked)
  if (troubleOf(reply, parts.now(), false) !== null) return again(parts, asked, reply, facts, {})
  return { is: 'on', facts: { sent: new Date(parts.now()).toISOString() }, bytes: medium.bytes }
}

/** Each part has an address of its own, and refuses our token: the address holds the permission. */
async function sendParts(
  parts: LinkedinParts,
  medium: MediaRef,
  facts: Facts,
  bytesMax: number,
): Promise<Leg> {
  const all = partsOf(facts)
  const etags = [...etagsOf(facts)]
  let bytes = 0
  while (etags.length < all.length && bytes < bytesMax) {
    const [url, first, last] = must(all[etags.length], 'a part that is left')
    const size = last - first + 1
    const body = await firstChunkOf(medium.read(first), size)
    assert(body.length === size, `a medium has as many bytes as it says: ${medium.bytes}`)
    const headers = { 'content-type': 'application/octet-stream' }
    const asked: Call = { method: 'PUT', url, headers, body, timeoutMs: parts.settings.uploadTimeoutMs }
    const reply = await call(asked)
    const etag = reply.is === 'answered' ? (reply.headers.get('etag') ?? '').replaceAll('"', '') : ''
    const isLost = troubleOf(reply, parts.now(), false) !== null || etag === ''
    if (isLost) return again(parts, asked, reply, facts, { etags: etags.join() })
    etags.push(etag)
    bytes += size
  }
  return { is: 'on', facts: { etags: etags.join() }, bytes }
}

async function finish(parts: LinkedinParts, credential: Credential, facts: Facts): Promise<Leg> {
  const asked = restCall(parts.settings, credential, 'POST', '/rest/videos?action=finalizeUpload', {
    finalizeUploadRequest: {
      video: facts.urn,
      uploadToken: facts.token ?? '',
      uploadedPartIds: etagsOf(facts),
    },
  })
  const reply = await call(asked)
  if (troubleOf(reply, parts.now(), false) !== null) return again(parts, asked, reply, facts, {})
  return { is: 'on', facts: { sent: new Date(parts.now()).toISOString() }, bytes: 0 }
}

async function look(
  parts: LinkedinParts,
  credential: Credential,
  kind: LinkedinMediaKind,
  facts: Facts,
): Promise<Leg> {
  const { settings, now } = parts
  const path = `/rest/${kind}s/${encodeURIComponent(facts.urn ?? '')}`
  const asked = restCall(settings, credential, 'GET', path)
  const reply = await call(asked)
  if (reply.is === 'answered' && reply.status === 403) {
    // a token of a person may not look: it is given some time, and publishing says when that was too short
    const readyMs = Date.parse(facts.sent ?? '') + settings.mediaGraceMs
    if (now() >= readyMs) return { is: 'done', facts: { ready: 'yes' } }
    return waiting(
      asked,
      reply,
      new Date(readyMs).toISOString(),
      'LinkedIn lets nobody look; it is given some time',
    )
  }
  if (troubleOf(reply, now(), false) !== null) return again(parts, asked, reply, facts, {})
  const status = textOf(fieldOf(jsonOf(reply), 'status'))
  if (status === 'AVAILABLE') return { is: 'done', facts: { ready: 'yes' } }
  if (status !== 'PROCESSING_FAILED')
    return waiting(asked, reply, later(now(), LOOK_AGAIN_MS), `LinkedIn says ${status}`)
  const message =
    textOf(fieldOf(jsonOf(reply), 'processingFailureReason')) || 'LinkedIn could not make sense of it.'
  const outcome = { is: 'rejected' as const, code: status, message }
  return { is: 'stopped', facts: {}, answer: answered(outcome, asked, reply, `LinkedIn says ${status}`) }
}

function waiting(asked: Call, reply: Reply, retryAt: string, proof: string): Leg {
  const outcome = { is: 'stored' as const, keys: {}, retryAt }
  return { is: 'stopped', facts: {}, answer: answered(outcome, asked, reply, proof) }
}

/** An upload whose address ended, or that was closed by a visit nobody heard of, is begun anew, a few times. */
function again(parts: LinkedinParts, asked: Call, reply: Reply, facts: Facts, gone: Facts): Leg {
  const isExpired = reply.is === 'answered' && EXPIRED.has(reply.status)
  if (isExpired && Number(facts.begun) < parts.settings.uploadsMax)
    return { is: 'on', facts: UNKNOWN, bytes: 0 }
  return { ...stopped(parts, asked, reply), facts: gone }
}

function stopped({ now }: LinkedinParts, asked: Call, reply: Reply): Extract<Leg, { is: 'stopped' }> {
  const trouble = troubleOf(reply, now(), false)
  const retryAt = later(now(), LOOK_AGAIN_MS)
  const outcome = trouble ?? {
    is: 'failed' as const,
    why: 'LinkedIn answered without what was asked',
    retryAt,
  }
  return { is: 'stopped', facts: {}, answer: answered(outcome, asked, reply, `LinkedIn: ${outcome.is}`) }
}

function instructionsOf(value: unknown): Part[] {
  return listOf(value, 'uploadInstructions').map((part) => [
    textOf(fieldOf(part, 'uploadUrl')),
    Number(fieldOf(part, 'firstByte')),
    Number(fieldOf(part, 'lastByte')),
  ])
}

function partsOf(facts: Facts): readonly Part[] {
  return JSON.parse(facts.urls ?? '[]')
}

function etagsOf({ etags }: Facts): readonly string[] {
  return etags === undefined ? [] : etags.split(',')
}

function jsonOf(reply: Reply): unknown {
  return reply.is === 'answered' ? reply.json : null
}
