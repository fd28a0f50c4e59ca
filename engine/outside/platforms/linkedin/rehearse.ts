/** `rehearse`: whether LinkedIn would take a post of this account at its time. */
import { answered, unasked } from '../answer.ts'
import type { Answered, Credential, Order } from '../contract.ts'
import { call } from '../http.ts'
import { troubleOf } from './answers.ts'
import { organisationRefs, rolesCall, whoCall } from './connect.ts'
import { isPerson, type LinkedinParts } from './settings.ts'

export async function rehearse({ settings, now }: LinkedinParts, order: Order): Promise<Answered> {
  const { credential, armedAt } = order
  if (settings.versionEndsAt <= armedAt)
    return unasked({ is: 'configDead', code: `version-ends:${settings.version}` }, 'the version ends before')
  const dead = deadBefore(credential, armedAt)
  if (dead !== null) return unasked({ is: 'authDead', code: dead }, 'what is known of the token')
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

/** Why the token will not do; null when nothing is known against it. Without a refresh token it ends after 60 days. */
function deadBefore(
  { accountRef, scopes, refreshToken, expiresAt }: Credential,
  armedAt: string,
): string | null {
  const needed = isPerson(accountRef) ? 'w_member_social' : 'w_organization_social'
  if (scopes.length > 0 && !scopes.includes(needed)) return `scope-missing:${needed}`
  return refreshToken === null && expiresAt !== null && expiresAt <= armedAt ? 'token-ends-before' : null
}
