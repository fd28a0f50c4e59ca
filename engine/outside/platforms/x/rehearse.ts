/** `rehearse`: whether X would take a post of this account. Costs one read of a user, billed once a day at most. */
import { answered, unasked, type Verdict } from '../answer.ts'
import type { Answered, Order } from '../contract.ts'
import { call } from '../http.ts'
import { troubleOf } from './answers.ts'
import { whoCall } from './connect.ts'
import type { XParts } from './settings.ts'

export async function rehearse({ settings, now }: XParts, order: Order): Promise<Answered> {
  const trouble = foreseen(order, now())
  if (trouble !== null) return unasked(trouble, 'what is known of the token')
  const asked = whoCall(settings, order.credential.accessToken)
  const reply = await call(asked)
  const outcome = troubleOf(reply, now(), false) ?? { is: 'ready' as const, keys: {} }
  return answered(outcome, asked, reply, `X: ${outcome.is}`)
}

/** No account is called dead for it: X was not asked, and other posts may do. */
function foreseen({ credential, media }: Order, nowMs: number): Verdict | null {
  const { scopes, refreshToken, expiresAt } = credential
  const needed = media.length > 0 ? ['tweet.write', 'media.write'] : ['tweet.write']
  const missing = needed.find((scope) => scopes.length > 0 && !scopes.includes(scope))
  if (missing !== undefined) {
    const message = `The account did not agree to ${missing}: connect it again.`
    return { is: 'rejected', code: 'scope-missing', message }
  }
  if (refreshToken !== null || expiresAt === null || Date.parse(expiresAt) > nowMs) return null
  return { is: 'rejected', code: 'token-ended', message: 'Its token has ended: connect the account again.' }
}
