/** `rehearse`: whether X would take a post of this account now. Costs one read of a user, billed once a day at most. */
import { answered, unasked } from '../answer.ts'
import type { Answered, Order } from '../contract.ts'
import { call } from '../http.ts'
import { troubleOf } from './answers.ts'
import { whoCall } from './connect.ts'
import type { XParts } from './settings.ts'

export async function rehearse({ settings, now }: XParts, order: Order): Promise<Answered> {
  const { scopes, refreshToken, expiresAt, accessToken } = order.credential
  const needed = order.media.length > 0 ? ['tweet.write', 'media.write'] : ['tweet.write']
  const missing = needed.find((scope) => scopes.length > 0 && !scopes.includes(scope))
  if (missing !== undefined)
    return unasked({ is: 'authDead', code: `scope-missing:${missing}` }, 'what the account agreed to')
  if (refreshToken === null && expiresAt !== null && expiresAt <= order.armedAt)
    return unasked({ is: 'authDead', code: 'token-ends-before' }, 'the token ends before the post')
  const asked = whoCall(settings, accessToken)
  const reply = await call(asked)
  const outcome = troubleOf(reply, now(), false) ?? { is: 'ready' as const, keys: {} }
  return answered(outcome, asked, reply, `X: ${outcome.is}`)
}
