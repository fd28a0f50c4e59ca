/** Access tokens: RS256, a quarter of an hour, carrying who (sub), which sign-in (sid) and the home organisation. */
import { verify } from 'node:crypto'
import { SignJWT } from 'jose'
import { z } from 'zod'
import { makeIntern } from '../../engine/kernel/intern.ts'
import { refuse } from '../../engine/protocol/errors.ts'
import type { TokenKeys } from './token-keys.ts'

export const ACCESS_MS = 15 * 60 * 1_000
const ISSUER = 'parley'

export interface AccessClaims {
  readonly userId: string
  readonly sessionId: string
  readonly organisationId: string
  /** Ms since 1970, a whole second. */
  readonly expiresAt: number
}

/** Signs a token that is good from `nowMs` for `ACCESS_MS`. */
export async function signAccess(
  keys: TokenKeys,
  claims: Omit<AccessClaims, 'expiresAt'>,
  nowMs: number,
): Promise<string> {
  const key = keys.signing()
  const issuedAt = Math.floor(nowMs / 1_000)
  return new SignJWT({ sid: claims.sessionId, org: claims.organisationId })
    .setProtectedHeader({ alg: 'RS256', kid: key.kid })
    .setIssuer(ISSUER)
    .setSubject(claims.userId)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + ACCESS_MS / 1_000)
    .sign(key.privateKey)
}

/**
 * What a token says. Rejects with TOKEN_EXPIRED, or TOKEN_INVALID for whatever is not one of ours. Checked in this
 * thread by OpenSSL, 51 µs of CPU in all: a storm of sockets does not wait behind what else is in the thread pool.
 */
export async function verifyAccess(keys: TokenKeys, token: string, nowMs: number): Promise<AccessClaims> {
  const [head, body, seal, ...more] = token.split('.')
  if (head === undefined || body === undefined || seal === undefined || more.length > 0)
    refuse('TOKEN_INVALID')
  const header = Header.safeParse(jsonOf(head))
  if (!header.success) refuse('TOKEN_INVALID')
  const key = (await keys.verifying(header.data.kid)) ?? refuse('TOKEN_INVALID')
  const isOurs = verify('RSA-SHA256', Buffer.from(`${head}.${body}`), key, Buffer.from(seal, 'base64url'))
  if (!isOurs) refuse('TOKEN_INVALID')
  const claims = Claims.safeParse(jsonOf(body))
  if (!claims.success) refuse('TOKEN_INVALID')
  const { sub, sid, exp } = claims.data
  const org = intern(claims.data.org)
  if (exp <= Math.floor(nowMs / 1_000)) refuse('TOKEN_EXPIRED')
  return { userId: sub, sessionId: sid, organisationId: org, expiresAt: exp * 1_000 }
}

/** Most tokens name one of few organisations: sockets share its text, 56 bytes each. */
const intern = makeIntern(1_000)

/** RS256 alone: a token does not choose how it is checked. `crit` would ask for rules that we do not know. */
const Header = z.object({ alg: z.literal('RS256'), kid: z.string(), crit: z.undefined().optional() })
const Claims = z.object({
  iss: z.literal(ISSUER),
  sub: z.string(),
  sid: z.string(),
  org: z.string(),
  exp: z.number(),
  nbf: z.undefined().optional(),
})

function jsonOf(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString())
  } catch {
    return null
  }
}
