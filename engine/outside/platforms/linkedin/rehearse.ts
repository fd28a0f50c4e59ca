/** `rehearse`: whether LinkedIn would take a post of this account, now and for as long as a look ahead goes. */
import { answered, unasked, type Verdict } from '../answer.ts'
import type { Answered, Order } from '../contract.ts'
import { call } from '../http.ts'
import { troubleOf } from './answers.ts'
import { organisationRefs, rolesCall, whoCall } from './connect.ts'
import { isPerson, type LinkedinParts, type LinkedinSettings } from './settings.ts'

export async function rehearse({ settings, now }: LinkedinParts, order: Order): Promise<Answered> {
  const { credential } = order
  const foreseeable = foreseen(settings, order, now())
  if (foreseeable !== null) return unasked(foreseeable, 'what is known of the version and of the token')
  const isOfPerson = isPerson(credential.accountRef)
  const asked = isOfPerson ? whoCall(settings, credential.accessToken) : rolesCall(settings, credential)
  const reply = await call(asked)
  const trouble = troubleOf(reply, now(), false)
  if (trouble !== null) return answered(trouble, asked, reply, `LinkedIn: ${trouble.is}`)
  const administered = reply.is === 'answered' ? organisationRefs(reply.json) : []
  if (!isOfPerson && !administered.includes(credential.accountRef)) {
    const outcome = { is: 'authDead' as const, code: 'not-administrator' }
    return answered(outcome, asked, reply, 'the person administers it no more')
  }
  return answered({ is: 'ready', keys: {} }, asked, reply, 'LinkedIn knows the account')
}

/** No account is called dead for it: LinkedIn was not asked, and earlier posts may do. */
function foreseen(settings: LinkedinSettings, { credential }: Order, nowMs: number): Verdict | null {
  const { accountRef, scopes, refreshToken, expiresAt } = credential
  const untilMs = nowMs + settings.rehearsalAheadMs
  if (Date.parse(settings.versionEndsAt) <= untilMs)
    return { is: 'configDead', code: `version-ends:${settings.version}` }
  const needed = isPerson(accountRef) ? 'w_member_social' : 'w_organization_social'
  if (scopes.length > 0 && !scopes.includes(needed)) {
    const message = `The account did not agree to ${needed}: connect it again.`
    return { is: 'rejected', code: 'scope-missing', message }
  }
  // without a refresh token it ends after 60 days, and only the person can give another
  if (refreshToken !== null || expiresAt === null || Date.parse(expiresAt) > untilMs) return null
  const message = `Its token ends at ${expiresAt}: connect the account again before.`
  return { is: 'rejected', code: 'token-ends', message }
}
