/** Access tokens: RS256, a quarter of an hour, carrying who (sub), which sign-in (sid) and the home organisation. */
import { errors, jwtVerify, SignJWT } from 'jose'
import { Refusal } from '../../engine/protocol/errors.ts'
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

/** What a token says. Rejects with TOKEN_EXPIRED, or TOKEN_INVALID for whatever is not one of ours. */
export async function verifyAccess(keys: TokenKeys, token: string, nowMs: number): Promise<AccessClaims> {
  try {
    const { payload } = await jwtVerify(token, ({ kid }) => keys.verifying(kid), {
      algorithms: ['RS256'],
      issuer: ISSUER,
      currentDate: new Date(nowMs),
      requiredClaims: ['sub', 'sid', 'org', 'exp'],
    })
    return {
      userId: String(payload.sub),
      sessionId: String(payload.sid),
      organisationId: String(payload.org),
      expiresAt: Number(payload.exp) * 1_000,
    }
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new Refusal('TOKEN_EXPIRED')
    if (error instanceof errors.JOSEError) throw new Refusal('TOKEN_INVALID')
    throw error
  }
}
