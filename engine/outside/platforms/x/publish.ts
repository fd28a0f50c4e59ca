/** `publish` and `reconcile`: one call that makes a post public on X, and where to look when its answer was lost. */
import type { Answered, Order } from '../contract.ts'
import { type Call, call, evidenceOf } from '../http.ts'
import { quotaOf, troubleOf } from './answers.ts'
import type { XSettings } from './settings.ts'

export interface XParts {
  readonly settings: XSettings
  /** ms since 1970. */
  readonly now: () => number
}

export async function publish({ settings, now }: XParts, order: Order): Promise<Answered> {
  const asked: Call = {
    method: 'POST',
    url: `${settings.apiUrl}/2/tweets`,
    headers: { ...bearer(order), 'content-type': 'application/json' },
    body: JSON.stringify(bodyOf(order)),
    timeoutMs: settings.timeoutMs,
  }
  const reply = await call(asked)
  const quota = reply.is === 'answered' ? quotaOf(reply) : null
  const trouble = troubleOf(reply, now(), true)
  if (trouble !== null)
    return { outcome: trouble, evidence: evidenceOf(asked, reply, `X: ${trouble.is}`), quota }
  const id = reply.is === 'answered' ? idOf(reply.json) : null
  if (id !== null) {
    const outcome = { is: 'ok' as const, id, url: urlOf(id) }
    return { outcome, evidence: evidenceOf(asked, reply, 'X answered with its id'), quota }
  }
  // a success that does not say of what: it is there, and looking finds it
  const retryAt = new Date(now()).toISOString()
  const outcome = { is: 'ambiguous' as const, why: 'X answered without an id', retryAt }
  return { outcome, evidence: evidenceOf(asked, reply, 'X answered without an id'), quota }
}

/** A minute before: clocks differ. */
const LOOK_BACK_MS = 60_000
const PAGE = 100

/** Reads the author's posts since this one was armed, and compares texts as X stores them. */
export async function reconcile({ settings, now }: XParts, order: Order): Promise<Answered> {
  const since = new Date(Date.parse(order.armedAt) - LOOK_BACK_MS).toISOString().replace(/\.\d+Z$/, 'Z')
  const query = new URLSearchParams({
    start_time: since,
    max_results: String(PAGE),
    [settings.fieldsParameter]: 'created_at,text,referenced_tweets,entities',
  })
  const asked: Call = {
    method: 'GET',
    url: `${settings.apiUrl}/2/users/${encodeURIComponent(order.credential.accountRef)}/tweets?${query}`,
    headers: bearer(order),
    timeoutMs: settings.timeoutMs,
  }
  const reply = await call(asked)
  const quota = reply.is === 'answered' ? quotaOf(reply) : null
  const trouble = troubleOf(reply, now(), false)
  if (trouble !== null)
    return { outcome: trouble, evidence: evidenceOf(asked, reply, `X: ${trouble.is}`), quota }
  const posts = reply.is === 'answered' ? postsOf(reply.json) : []
  const found = posts.find((post) => isOurs(post, order))
  if (found !== undefined) {
    const outcome = { is: 'ok' as const, id: found.id, url: urlOf(found.id) }
    return { outcome, evidence: evidenceOf(asked, reply, 'it is among the posts of the account'), quota }
  }
  if (posts.length >= PAGE) {
    const why = `the account has made ${PAGE} posts since, and X shows no more of them`
    return { outcome: { is: 'undecided', why }, evidence: evidenceOf(asked, reply, why), quota }
  }
  const outcome = { is: 'absent' as const, retryAt: new Date(now()).toISOString() }
  return {
    outcome,
    evidence: evidenceOf(asked, reply, `not among the ${posts.length} posts since it was armed`),
    quota,
  }
}

interface Listed {
  readonly id: string
  readonly text: string
  readonly repliedTo: string | null
}

/** X shortens addresses and adds one for media, so texts are compared without any. */
function isOurs(post: Listed, { text, answers }: Order): boolean {
  return plain(post.text) === plain(text) && (answers === null || post.repliedTo === answers.id)
}

function plain(text: string): string {
  const unescaped = text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
  return unescaped
    .normalize('NFC')
    .replace(/https?:\/\/\S+/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

function bodyOf({ text, keys, answers, options }: Order): Record<string, unknown> {
  const mediaIds = keys.mediaIds === undefined ? [] : keys.mediaIds.split(',')
  return {
    text,
    ...(mediaIds.length > 0 && { media: { media_ids: mediaIds } }),
    ...(answers !== null && { reply: { in_reply_to_tweet_id: answers.id } }),
    ...(typeof options.replySettings === 'string' && { reply_settings: options.replySettings }),
    ...(options.madeWithAi === true && { made_with_ai: true }),
  }
}

function bearer({ credential }: Order): { authorization: string } {
  return { authorization: `Bearer ${credential.accessToken}` }
}

function urlOf(id: string): string {
  return `https://x.com/i/web/status/${id}`
}

function idOf(json: unknown): string | null {
  const id = (json as { data?: { id?: unknown } } | null)?.data?.id
  return typeof id === 'string' ? id : null
}

function postsOf(json: unknown): Listed[] {
  const { data } = (json ?? {}) as { data?: unknown }
  if (!Array.isArray(data)) return []
  return data.map(({ id, text, referenced_tweets: referenced }) => {
    const answered = Array.isArray(referenced)
      ? referenced.find(({ type }) => type === 'replied_to')
      : undefined
    return {
      id: String(id),
      text: String(text),
      repliedTo: answered === undefined ? null : String(answered.id),
    }
  })
}
