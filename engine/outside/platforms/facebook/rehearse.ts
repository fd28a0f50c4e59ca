/** `rehearse`: what can be seen before its time: that the token is taken, is the page's own, and may publish. */

import { facebookRules } from '../../../post/networks/facebook.ts'
import type { Answered, Order } from '../contract.ts'
import { answered, ask } from '../meta/graph.ts'
import { recordOf } from '../meta/graph-error.ts'
import { missingScope, withoutScope } from '../meta/scopes.ts'
import { unfitFor } from '../meta/unfit.ts'
import { troubleOf } from './answers.ts'
import type { FacebookParts } from './settings.ts'

const NEEDED = ['pages_manage_posts'] as const
const NEEDED_FOR_COMMENTS = ['pages_manage_engagement'] as const

export async function rehearse(parts: FacebookParts, order: Order): Promise<Answered> {
  const { credential, answers } = order
  const unfit = unfitFor(facebookRules, order)
  if (unfit !== null) return unfit
  const missing = missingScope(credential, [...NEEDED, ...(answers === null ? [] : NEEDED_FOR_COMMENTS)])
  if (missing !== null) return withoutScope(missing)
  const exchange = await ask(parts, credential, { method: 'GET', path: '/me', query: { fields: 'id,name' } })
  const trouble = troubleOf(exchange.reply, parts, false)
  if (trouble !== null) return answered(exchange, trouble, `Facebook: ${trouble.is}`)
  const { id } = recordOf(exchange.reply.is === 'answered' ? exchange.reply.json : null)
  if (id === credential.accountRef) {
    return answered(exchange, { is: 'ready', keys: {} }, 'the token is taken as the page')
  }
  // a person's token reads a page well, and fails on the day
  return answered(exchange, { is: 'authDead', code: 'not-as-page' }, 'the token is not the page’s own')
}
