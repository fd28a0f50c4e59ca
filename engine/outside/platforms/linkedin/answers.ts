/** What an answer of LinkedIn means: the only place that knows its statuses and codes. */
import { fieldOf, later, textOf, type Verdict, type WholeReply } from '../answer.ts'
import type { Reply } from '../http.ts'

/** After a failure whose end nobody told. */
const PATIENCE_MS = 60_000
/** A post of an organisation can be found seconds after it was made; and the duplicates' window is short. */
const LOOK_AFTER_MS = 15_000
/** What a picture or film needs that is not ready. */
const MEDIA_MS = 2 * 60_000
/** `CONFLICT` is one of two that came at the same time. */
const CONFLICT_MS = 10_000
const DAY_MS = 24 * 60 * 60_000

const DUPLICATE = /duplicate of (urn:li:\w+:[\w-]+)/i
const NOT_READY = new Set(['MEDIA_ASSET_WAITING_UPLOAD', 'MEDIA_ASSET_PROCESSING'])
const BAD_VERSION = new Set(['NONEXISTENT_VERSION', 'VERSION_MISSING', 'INVALID_VERSION'])

/** What a refused, failed or lost call means; null for one that succeeded. `isMutation`: it may have become public. */
export function troubleOf(reply: Reply, nowMs: number, isMutation: boolean): Verdict | null {
  if (reply.is === 'unsent') return { is: 'failed', why: reply.why, retryAt: later(nowMs, PATIENCE_MS) }
  if (reply.is === 'lost') return unknown(reply.why, nowMs, isMutation)
  if (reply.status >= 200 && reply.status < 300) return null
  if (reply.status === 401) return { is: 'authRefresh' }
  if (reply.status === 429) return throttled(reply, nowMs)
  if (reply.status >= 500) return unknown(`HTTP ${reply.status}`, nowMs, isMutation)
  return refused(reply, nowMs, isMutation)
}

/** The post that LinkedIn says this is the same as; null when it does not say so. */
export function duplicateOf(reply: Reply): string | null {
  if (reply.is !== 'answered' || reply.status !== 422) return null
  return DUPLICATE.exec(messageOf(reply))?.[1] ?? null
}

/** The same as another post: nothing of this one had been sent before, so soon after it was armed. */
export function isDuplicateOfAnother(reply: Reply, armedAt: string, nowMs: number): boolean {
  return duplicateOf(reply) !== null && nowMs - Date.parse(armedAt) < LOOK_AFTER_MS
}

/** A success whose id nobody could read: it may be there, and looking tells. */
export function unread(nowMs: number): Verdict {
  return unknown('LinkedIn answered without an id', nowMs, true)
}

function refused(reply: WholeReply, nowMs: number, isMutation: boolean): Verdict {
  const code = textOf(fieldOf(reply.json, 'code')) || String(reply.status)
  if (reply.status === 426 || BAD_VERSION.has(code)) return { is: 'configDead', code }
  // the person is no administrator any more, or did not agree to it: connecting again shows which
  if (reply.status === 403) return { is: 'authDead', code }
  if (reply.status === 409) return { is: 'failed', why: code, retryAt: later(nowMs, CONFLICT_MS) }
  if (NOT_READY.has(code)) return { is: 'failed', why: code, retryAt: later(nowMs, MEDIA_MS) }
  // it says that the same is there: ours, perhaps, and then looking tells
  if (isMutation && duplicateOf(reply) !== null)
    return unknown('LinkedIn says that it is a duplicate', nowMs, true)
  return { is: 'rejected', code, message: messageOf(reply) || code }
}

/** Limits are of days, which end at midnight in UTC; there are no headers that tell what is left. */
function throttled(reply: WholeReply, nowMs: number): Verdict {
  const retryAt = new Date((Math.floor(nowMs / DAY_MS) + 1) * DAY_MS).toISOString()
  return { is: 'throttled', retryAt, scope: /application/i.test(messageOf(reply)) ? 'app' : 'account' }
}

function unknown(why: string, nowMs: number, isMutation: boolean): Verdict {
  const retryAt = later(nowMs, isMutation ? LOOK_AFTER_MS : PATIENCE_MS)
  return isMutation ? { is: 'ambiguous', why, retryAt } : { is: 'failed', why, retryAt }
}

function messageOf({ json }: WholeReply): string {
  return textOf(fieldOf(json, 'message'))
}
