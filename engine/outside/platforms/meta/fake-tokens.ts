/** `makeFakeTokens`: codes and tokens as Meta gives them: codes good once and for their address, tokens that end or are taken back. */
import { createHash } from 'node:crypto'
import type { FakeReply, FakeRequest } from '../fake-server.ts'
import { graphError, paramsOf } from './fake-graph.ts'

export interface FakeToken {
  readonly token: string
  /** Whose it is: a person, or a page. */
  readonly ownerId: string
  readonly issuedAt: number
  /** ms since 1970; Infinity when it does not end. */
  readonly until: number
}

export interface FakeTokens {
  grant(ownerId: string, livesMs: number): string
  /** Who asks, by the header or the parameter; or what is said to those who may not. */
  whoIs(request: FakeRequest): FakeToken | FakeReply
  find(token: string): FakeToken | FakeReply
  /** The page on which somebody says yes: back with a code. */
  authorize(request: FakeRequest, ownerId: string, suffix: string): FakeReply
  /** Whose consent it was; null for a code that was used, is too old, or came from elsewhere. */
  spendCode(code: string, redirectUri: string): string | null
  /** Tokens of these owners are not taken any more. */
  expire(isTheirs: (ownerId: string) => boolean): void
  /** The person took it all back. */
  revoke(): void
}

const CODE_MS = 60 * 60_000
const EXPIRED = 463
const REMOVED = 458

export function makeFakeTokens(now: () => number): FakeTokens {
  const tokens = new Map<string, FakeToken>()
  const revoked = new Set<string>()
  const codes = new Map<string, { ownerId: string; redirectUri: string; until: number }>()
  let made = 0
  const fresh = (what: string) =>
    createHash('sha256').update(`${what} ${++made}`).digest('base64url').replace(/[-_]/g, 'x')

  function find(token: string): FakeToken | FakeReply {
    const known = tokens.get(token)
    // theirs repeats the token, which must not come to light
    if (known === undefined) return graphError(400, 190, `Malformed access token ${token}`)
    if (revoked.has(token)) {
      const message = 'Error validating access token: The user has not authorized application 1.'
      return graphError(400, 190, message, { subcode: REMOVED })
    }
    if (known.until <= now()) {
      return graphError(400, 190, 'Error validating access token: Session has expired.', { subcode: EXPIRED })
    }
    return known
  }

  return {
    find,
    grant(ownerId, livesMs) {
      const token = `EAA${fresh('token')}`
      tokens.set(token, { token, ownerId, issuedAt: now(), until: now() + livesMs })
      return token
    },
    whoIs(request) {
      const token =
        request.headers.authorization?.replace(/^(Bearer|OAuth) /, '') ??
        paramsOf(request).get('access_token') ??
        ''
      if (token === '') {
        return graphError(400, 2500, 'An active access token must be used to query information.')
      }
      return find(token)
    },
    authorize({ query }, ownerId, suffix) {
      const redirectUri = query.get('redirect_uri') ?? ''
      const code = `AQ${fresh('code')}`
      codes.set(code, { ownerId, redirectUri, until: now() + CODE_MS })
      const back = new URL(redirectUri)
      back.searchParams.set('code', code)
      back.searchParams.set('state', query.get('state') ?? '')
      return { status: 302, headers: { location: `${back}${suffix}` } }
    },
    spendCode(code, redirectUri) {
      const known = codes.get(code)
      codes.delete(code)
      const isGood = known !== undefined && known.redirectUri === redirectUri && known.until > now()
      return isGood ? known.ownerId : null
    },
    expire(isTheirs) {
      for (const token of tokens.values()) {
        if (isTheirs(token.ownerId)) tokens.set(token.token, { ...token, until: now() })
      }
    },
    revoke() {
      for (const token of tokens.keys()) revoked.add(token)
    },
  }
}

export function isRefusal(found: FakeToken | FakeReply): found is FakeReply {
  return 'status' in found
}
