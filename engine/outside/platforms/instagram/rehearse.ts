/** `rehearse`: what can be seen before its time: a token that outlives it, the scopes, and how many posts are left today. */

import { instagramRules } from '../../../post/networks/instagram.ts'
import { later, unasked } from '../answer.ts'
import type { Answered, Credential, Order } from '../contract.ts'
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
  const left = postsLeftIn(json, parts)
  if (left > 0) {
    return answered(
      exchange,
      { is: 'ready', keys: {} },
      `the token is taken, and ${left} posts are left today`,
    )
  }
  // for people to know: by its time there may be some again, so nothing waits for it
  const full = { is: 'throttled' as const, scope: 'account' as const, retryAt: later(parts.now(), 0) }
  return answered(exchange, full, 'Instagram takes no more posts of this account for now')
}

/** A token that is refreshed lives for 60 days more; one that has ended can only be given anew. */
function endsBefore({ expiresAt }: Credential, untilMs: number): boolean {
  return expiresAt !== null && Date.parse(expiresAt) <= untilMs
}

/** Instagram counts posts of the last 24 hours. They are no calls, so no quota is told of them. */
function postsLeftIn(json: unknown, { settings }: InstagramParts): number {
  const { quota_usage: used, config } = dataOf(json)[0] ?? {}
  const { quota_total: total } = recordOf(config)
  return (typeof total === 'number' ? total : settings.postsPerDay) - (typeof used === 'number' ? used : 0)
}
