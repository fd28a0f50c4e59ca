/** What an answer of YouTube means: the only place that knows its statuses and the reasons in its errors. */
import { fieldOf, later, textOf, type Verdict, type WholeReply } from '../answer.ts'
import type { Quota } from '../contract.ts'
import type { Reply } from '../http.ts'
import { midnightAfter } from './pacific-midnight.ts'
import type { YouTubeParts } from './settings.ts'

/**
 * look      reads, and changes nothing
 * upload    brings something there that nobody sees; may be repeated
 * publish   makes something public, so that an answer that is lost leaves a question
 */
export type Doing = 'look' | 'upload' | 'publish'

/** What a refused, failed or lost call means; null for one that succeeded. 308 is "go on" of an upload. */
export function troubleOf(parts: YouTubeParts, reply: Reply, doing: Doing): Verdict | null {
  const nowMs = parts.now()
  if (reply.is === 'unsent') return failed(parts, reply.why)
  if (reply.is === 'lost') return doing === 'publish' ? ambiguous(parts, reply.why) : failed(parts, reply.why)
  const { status } = reply
  if ((status >= 200 && status < 300) || status === 308) return null
  if (status < 400 || status === 408 || status >= 500) {
    const why = `HTTP ${status}`
    return doing === 'publish' ? ambiguous(parts, why) : failed(parts, why)
  }
  const { reason, message } = errorOf(reply)
  if (status === 401) {
    return reason === 'youtubeSignupRequired' ? { is: 'authDead', code: reason } : { is: 'authRefresh' }
  }
  if (status === 429 && reason !== 'quotaExceeded') return tooFast(parts, reply, doing)
  return REFUSALS.get(reason)?.(parts, nowMs) ?? { is: 'rejected', code: reason || `${status}`, message }
}

/** There are no headers of quota: what is known is known from refusals. */
export function quotaOf(verdict: Verdict): Quota | null {
  if (verdict.is !== 'throttled') return null
  return { scope: verdict.scope, remaining: 0, resetAt: verdict.retryAt }
}

export function failed({ settings, now }: YouTubeParts, why: string): Verdict {
  return { is: 'failed', why, retryAt: later(now(), settings.patienceMs) }
}

export function ambiguous({ settings, now }: YouTubeParts, why: string, ms = settings.lookAfterMs): Verdict {
  return { is: 'ambiguous', why, retryAt: later(now(), ms) }
}

/** YouTube keeps what an application uploaded that it has not audited as private for ever, and says so nowhere else. */
export const NOT_AUDITED: Verdict = {
  is: 'rejected',
  code: 'project-not-audited',
  message:
    'YouTube keeps what this installation uploads locked as private, because it has not audited its project: ' +
    'the operator must ask YouTube for an audit; until then, upload by hand',
}

type Refusal = (parts: YouTubeParts, nowMs: number) => Verdict

const dayIsOver: Refusal = ({ settings }, nowMs) => ({
  is: 'throttled',
  retryAt: midnightAfter(nowMs, settings.budget.zone),
  scope: 'app',
})
const waits =
  (scope: 'app' | 'account'): Refusal =>
  ({ settings }, nowMs) => ({ is: 'throttled', retryAt: later(nowMs, settings.patienceMs), scope })
const isDead =
  (code: string): Refusal =>
  () => ({ is: 'authDead', code })

/** Reasons that mean more than "no". */
const REFUSALS: ReadonlyMap<string, Refusal> = new Map([
  ['quotaExceeded', dayIsOver],
  ['dailyLimitExceeded', dayIsOver],
  ['rateLimitExceeded', waits('app')],
  ['userRateLimitExceeded', waits('account')],
  ['uploadRateLimitExceeded', uploadsAreUsedUp],
  ['uploadLimitExceeded', channelIsFull],
  ['youtubeSignupRequired', isDead('youtubeSignupRequired')],
  ['insufficientPermissions', isDead('insufficientPermissions')],
  ['authenticatedUserAccountClosed', isDead('authenticatedUserAccountClosed')],
  ['authenticatedUserAccountSuspended', isDead('authenticatedUserAccountSuspended')],
  ['accessNotConfigured', () => ({ is: 'configDead', code: 'accessNotConfigured' })],
  ['forbiddenPrivacySetting', () => NOT_AUDITED],
])

function channelIsFull({ settings }: YouTubeParts, nowMs: number): Verdict {
  return { is: 'throttled', retryAt: later(nowMs, settings.channelUploadsMs), scope: 'account' }
}

/** Uploads have a bucket of their own, so other calls may go on. */
function uploadsAreUsedUp({ settings, now }: YouTubeParts): Verdict {
  const isOfTheDay = settings.uploadRefusedLasts === 'untilPacificMidnight'
  const retryAt = isOfTheDay ? midnightAfter(now(), settings.budget.zone) : later(now(), settings.patienceMs)
  return { is: 'throttled', retryAt, scope: 'endpoint' }
}

function tooFast(parts: YouTubeParts, { headers }: WholeReply, doing: Doing): Verdict {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  if (doing === 'upload' && !(seconds >= 0)) return uploadsAreUsedUp(parts)
  const ms = seconds >= 0 ? seconds * 1_000 : parts.settings.patienceMs
  return { is: 'throttled', retryAt: later(parts.now(), ms), scope: doing === 'upload' ? 'endpoint' : 'app' }
}

/** The first reason is the one that counts. Messages come with links in HTML. */
function errorOf({ json, status }: WholeReply): { reason: string; message: string } {
  const message = textOf(fieldOf(json, 'error', 'message')).replace(/<[^>]*>/g, '')
  return {
    reason: textOf(fieldOf(json, 'error', 'errors', '0', 'reason')),
    message: message || `YouTube answered ${status}`,
  }
}
