/** `rehearse`: what can be seen before its time: a token that outlives it, the scopes, and how many posts are left today. */

import { instagramRules } from '../../../post/networks/instagram.ts'
import { later, unasked } from '../answer.ts'
import type { Answered, Credential, Order, Quota } from '../contract.ts'
import { answered, ask } from '../meta/graph.ts'
import { dataOf, recordOf } from '../meta/graph-error.ts'
import { missingScope, withoutScope } from '../meta/scopes.ts'
import { unfitFor } from '../meta/unfit.ts'
import { troubleOf } from './answers.ts'
import type { InstagramParts } from './settings.ts'

const NEEDED = ['instagram_business_basic', 'instagram_business_content_publish'] as const
const NEEDED_FOR_COMMENTS = ['instagram_business_manage_comments'] as const

export async function rehearse(parts: InstagramParts, order: Order): Promise<Answered> {
  const { credential, answers } = order
  const unfit = unfitFor(instagramRules, order)
  if (unfit !== null) return unfit
  const missing = missingScope(credential, [...NEEDED, ...(answers === null ? [] : NEEDED_FOR_COMMENTS)])
  if (missing !== null) return withoutScope(missing)
  if (endsBefore(credential, parts.now() + parts.settings.foresightMs)) {
    return unasked({ is: 'authRefresh' }, `the token ends at ${credential.expiresAt}`)
  }
  const path = `/${encodeURIComponent(credential.accountRef)}/content_publishing_limit`
  const query = { fields: 'config,quota_usage' }
  const exchange = await ask(parts, credential, { method: 'GET', path, query })
  const trouble = troubleOf(exchange.reply, parts, false)
  if (trouble !== null) return answered(exchange, trouble, `Instagram: ${trouble.is}`)
  const json = exchange.reply.is === 'answered' ? exchange.reply.json : null
  const quota = quotaIn(json, parts)
  const proof = `the token is taken, and ${quota.remaining} posts are left`
  return { ...answered(exchange, { is: 'ready', keys: {} }, proof), quota }
}

/** A token that is refreshed lives for 60 days more; one that has ended can only be given anew. */
function endsBefore({ expiresAt }: Credential, untilMs: number): boolean {
  return expiresAt !== null && Date.parse(expiresAt) <= untilMs
}

const DAY_S = 86_400

/** Instagram counts posts of the last 24 hours, and does not say when the oldest of them falls out. */
function quotaIn(json: unknown, { settings, now }: InstagramParts): Quota {
  const [limit] = dataOf(json)
  const { quota_usage, config } = limit ?? {}
  const { quota_total, quota_duration } = recordOf(config)
  const total = typeof quota_total === 'number' ? quota_total : settings.postsPerDay
  const used = typeof quota_usage === 'number' ? quota_usage : 0
  const windowMs = (typeof quota_duration === 'number' ? quota_duration : DAY_S) * 1_000
  return { scope: 'endpoint', remaining: Math.max(0, total - used), resetAt: later(now(), windowMs) }
}
