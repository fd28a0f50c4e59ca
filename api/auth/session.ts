/** `makeAuthenticate`: from what a request or a socket brings to who asks, once for each of them. */
import { createHash } from 'node:crypto'
import { isUuid } from '../../engine/kernel/ids.ts'
import type { ParleyNode } from '../../engine/node.ts'
import { Refusal, refuse } from '../../engine/protocol/errors.ts'
import { Membership } from '../../engine/store/entities/membership.ts'
import { UNSCOPED } from '../../engine/store/entities/organisation-filter.ts'
import type { Authenticate, Credentials, Session } from '../context.ts'
import { ACCESS_COOKIE } from '../cookies.ts'
import { ACCESS_MS, type AccessClaims, verifyAccess } from './access-token.ts'
import { accountsOf } from './accounts.ts'
import { isFamilyGood } from './families.ts'

export function makeAuthenticate(node: ParleyNode): Authenticate {
  // before the first call, so that no end of a session goes unheard
  accountsOf(node)
  return async ({ token, cookies, organisationId }) => {
    const byCookie = token === null
    const presented = token ?? cookies[ACCESS_COOKIE]
    if (!presented) return null
    const claims = await verified(node, presented)
    if (accountsOf(node).ended.get(claims.sessionId)) refuse('TOKEN_INVALID')
    const chosen = organisationId ?? claims.organisationId
    // the token was given to a member of its own organisation; any other is looked up
    if (chosen !== claims.organisationId) await checkBelongs(node, claims.userId, chosen)
    const { userId, sessionId, expiresAt } = claims
    return { userId, sessionId, organisationId: chosen, expiresAt, byCookie }
  }
}

/**
 * A socket may outlive the access token it was opened with, as long as its session does: once in `ACCESS_MS`
 * the session is looked up again, so an end that this node did not hear of reaches it too. Refuses with TOKEN_EXPIRED.
 */
export async function renew(node: ParleyNode, session: Session): Promise<void> {
  const { renewed } = accountsOf(node)
  const nowMs = node.clock.now()
  if ((renewed.get(session.sessionId) ?? session.expiresAt) > nowMs) return
  if (!(await isFamilyGood(node, session.sessionId))) refuse('TOKEN_EXPIRED')
  await checkBelongs(node, session.userId, session.organisationId)
  renewed.set(session.sessionId, nowMs + ACCESS_MS)
}

/**
 * Who holds an access token that may have run out while they were away at another site: their session itself is asked.
 * Good for finishing what they began, with a secret of its own, and for nothing else. Null for nobody.
 */
export async function returningUser(
  node: ParleyNode,
  cookies: Credentials['cookies'],
): Promise<string | null> {
  const token = cookies[ACCESS_COOKIE]
  if (!token) return null
  const claims = await claimsOfAnyAge(node, token)
  if (claims === null || accountsOf(node).ended.get(claims.sessionId)) return null
  return (await isFamilyGood(node, claims.sessionId)) ? claims.userId : null
}

async function claimsOfAnyAge(node: ParleyNode, token: string): Promise<AccessClaims | null> {
  try {
    return await verifyAccess(await accountsOf(node).keys(), token, 0)
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

/** Whether this node knows that the session was ended. */
export function isEnded(node: ParleyNode, session: Session): boolean {
  return accountsOf(node).ended.get(session.sessionId) === true
}

async function verified(node: ParleyNode, token: string): Promise<AccessClaims> {
  const accounts = accountsOf(node)
  // By its hash: a token is 700 characters, and memory should not hold what opens a door.
  const key = createHash('sha256').update(token).digest('base64')
  const known = accounts.verified.get(key)
  if (known && known.expiresAt > node.clock.now()) return known
  const claims = await verifyAccess(await accounts.keys(), token, node.clock.now())
  accounts.verified.set(key, claims)
  return claims
}

async function checkBelongs(node: ParleyNode, userId: string, organisationId: string): Promise<void> {
  if (!isUuid(organisationId)) refuse('UNKNOWN_ORGANISATION')
  const found = await node.store.em().count(Membership, { userId, organisationId }, UNSCOPED)
  if (found === 0) refuse('UNKNOWN_ORGANISATION')
}
