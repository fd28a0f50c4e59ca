/** What an answer of X means: the only place that knows its statuses, problem types and rate headers. */
import { fieldOf, later, textOf, type Verdict, type WholeReply } from '../answer.ts'
import type { Quota } from '../contract.ts'
import type { Reply } from '../http.ts'

/** After a failure whose end nobody told. */
const PATIENCE_MS = 60_000
/** The window of the limits on posts: what to wait when a refusal does not say. */
const WINDOW_MS = 15 * 60_000
/** A post that was made is in its author's list within seconds. */
const LOOK_AFTER_MS = 10_000
/** No list is further behind, as far as anybody has seen. */
const LIST_LAG_MS = 5 * 60_000
const DUPLICATE = /duplicate content/i

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

/** What X says of the limit of the address that was called; null when it says nothing. */
export function quotaOf(reply: Reply, scope: Quota['scope']): Quota | null {
  if (reply.is !== 'answered') return null
  const { headers } = reply
  const [remaining, reset] = [headers.get('x-rate-limit-remaining'), headers.get('x-rate-limit-reset')]
  // they may be absent, when the plan of the application does not fit
  if (remaining === null || reset === null) return null
  return { scope, remaining: Number(remaining), resetAt: new Date(Number(reset) * 1_000).toISOString() }
}

/**
 * Refused because the account has said the same before, and not by this post: in its first seconds nothing of it had been
 * sent, and after minutes somebody had looked for it and not found it. In between, the list may be behind.
 */
export function isDuplicateOfAnother(reply: Reply, armedAt: string, nowMs: number): boolean {
  if (reply.is !== 'answered' || reply.status !== 403 || !DUPLICATE.test(problemOf(reply).detail))
    return false
  const sinceMs = nowMs - Date.parse(armedAt)
  return sinceMs < LOOK_AFTER_MS || sinceMs > LIST_LAG_MS
}

/** It answered, and what is asked for is not there: by a status, or by an error within a success. */
export function isGone(reply: Reply): boolean {
  return reply.is === 'answered' && (reply.status === 404 || fieldOf(reply.json, 'data', 'deleted') === false)
}

/** A success whose content nobody could read: it may be there, and looking tells. */
export function unread(nowMs: number): Verdict {
  return unknown('X answered without an id', nowMs, true)
}

function refused(reply: WholeReply, nowMs: number, isMutation: boolean): Verdict {
  const problem = problemOf(reply)
  // it says that an equal post is there: ours, perhaps, and then looking tells
  if (isMutation && DUPLICATE.test(problem.detail))
    return unknown('X says that it is a duplicate', nowMs, true)
  if (problem.type.endsWith('/usage-capped'))
    return { is: 'throttled', retryAt: later(nowMs, WINDOW_MS), scope: 'app' }
  if (problem.type.endsWith('/client-forbidden')) return { is: 'configDead', code: 'client-forbidden' }
  return { is: 'rejected', code: `${reply.status}`, message: problem.detail || problem.title }
}

/** With posts left in the window it is another cap, of the application for a day, whose end the headers do not tell. */
function throttled(reply: WholeReply, nowMs: number): Verdict {
  const quota = quotaOf(reply, 'account')
  if (quota === null || quota.remaining > 0) {
    return { is: 'throttled', retryAt: later(nowMs, WINDOW_MS), scope: quota === null ? 'endpoint' : 'app' }
  }
  return { is: 'throttled', retryAt: quota.resetAt, scope: 'account' }
}

function unknown(why: string, nowMs: number, isMutation: boolean): Verdict {
  const retryAt = later(nowMs, isMutation ? LOOK_AFTER_MS : PATIENCE_MS)
  return isMutation ? { is: 'ambiguous', why, retryAt } : { is: 'failed', why, retryAt }
}

/** RFC 7807, more or less. */
function problemOf({ json }: WholeReply): { type: string; title: string; detail: string } {
  return {
    type: textOf(fieldOf(json, 'type')),
    title: textOf(fieldOf(json, 'title')),
    detail: textOf(fieldOf(json, 'detail')),
  }
}
