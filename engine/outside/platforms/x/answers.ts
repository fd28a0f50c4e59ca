/** What an answer of X means: the only place that knows its statuses, problem types and rate headers. */
import type { Outcome } from '../../../protocol/post-shapes.ts'
import type { Quota } from '../contract.ts'
import type { Reply } from '../http.ts'

type Answered = Extract<Reply, { is: 'answered' }>
export type Meaning = Outcome | { readonly is: 'authRefresh' }

/** After a failure whose end nobody told. */
const PATIENCE_MS = 60_000
/** The window of the limits on posts: what to wait when a refusal does not say. */
const WINDOW_MS = 15 * 60_000
const DUPLICATE = /duplicate content/i

/** What a refused, failed or lost call means; null for one that succeeded. `isMutation`: it may have become public. */
export function troubleOf(reply: Reply, nowMs: number, isMutation: boolean): Meaning | null {
  if (reply.is === 'unsent') return { is: 'failed', why: reply.why, retryAt: after(nowMs, PATIENCE_MS) }
  if (reply.is === 'lost') return unknown(reply.why, nowMs, isMutation)
  if (reply.status >= 200 && reply.status < 300) return null
  if (reply.status === 401) return { is: 'authRefresh' }
  if (reply.status === 429) return throttled(reply, nowMs)
  if (reply.status >= 500) return unknown(`HTTP ${reply.status}`, nowMs, isMutation)
  return refused(reply, nowMs, isMutation)
}

export function quotaOf({ headers }: Answered): Quota | null {
  const [remaining, reset] = [headers.get('x-rate-limit-remaining'), headers.get('x-rate-limit-reset')]
  // they may be absent, when the plan of the application does not fit
  if (remaining === null || reset === null) return null
  return {
    scope: 'endpoint',
    remaining: Number(remaining),
    resetAt: new Date(Number(reset) * 1_000).toISOString(),
  }
}

function refused(reply: Answered, nowMs: number, isMutation: boolean): Meaning {
  const problem = problemOf(reply)
  // it says that an equal post is there: ours, perhaps, and then looking tells
  if (isMutation && DUPLICATE.test(problem.detail))
    return unknown('X says that it is a duplicate', nowMs, true)
  if (problem.type.endsWith('/usage-capped')) {
    return { is: 'throttled', retryAt: after(nowMs, WINDOW_MS), scope: 'app' }
  }
  if (problem.type.endsWith('/client-forbidden')) return { is: 'configDead', code: 'client-forbidden' }
  return { is: 'rejected', code: `${reply.status}`, message: problem.detail || problem.title }
}

/** With posts left in the window it is another cap, of the application for a day, whose end the headers do not tell. */
function throttled(reply: Answered, nowMs: number): Meaning {
  const quota = quotaOf(reply)
  if (quota === null || quota.remaining > 0) {
    return { is: 'throttled', retryAt: after(nowMs, WINDOW_MS), scope: quota === null ? 'endpoint' : 'app' }
  }
  return { is: 'throttled', retryAt: quota.resetAt, scope: 'account' }
}

function unknown(why: string, nowMs: number, isMutation: boolean): Meaning {
  const retryAt = after(nowMs, isMutation ? LOOK_AFTER_MS : PATIENCE_MS)
  return isMutation ? { is: 'ambiguous', why, retryAt } : { is: 'failed', why, retryAt }
}

/** A post that was made is in its author's list within seconds. */
const LOOK_AFTER_MS = 10_000

/** RFC 7807, more or less. */
function problemOf({ json }: Answered): { type: string; title: string; detail: string } {
  const { type, title, detail } = (json ?? {}) as Record<string, unknown>
  return { type: textOf(type), title: textOf(title), detail: textOf(detail) }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function after(nowMs: number, ms: number): string {
  return new Date(nowMs + ms).toISOString()
}
