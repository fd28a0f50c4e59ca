/** `makeFakeOauth`: people who say yes, codes that are good once, and tokens that end, rotate and are revoked. */
import { createHash } from 'node:crypto'
import type { FakeReply, FakeRequest } from './fake-server.ts'

export interface FakeOauthHabits {
  readonly clientId: string
  /** How long a code is good. */
  readonly codeMs: number
  readonly tokenMs: number
  /** Codes are only given for an S256 challenge, and only taken with what it was made of. */
  readonly isPkce: boolean
  /** A refresh token is good once, and the answer has the next. */
  readonly rotates: boolean
  /** What it calls a code or token that is not good. */
  readonly badGrant: string
  /** ms since 1970. */
  readonly now: () => number
}

export interface FakeGrant {
  readonly accessToken: string
  /** Null while `moods.refreshes` is false. */
  readonly refreshToken: string | null
}

export interface FakeOauth {
  readonly moods: {
    /** Who sits before the page and says yes. */
    person: string
    /** Whether tokens come with a refresh token. */
    refreshes: boolean
  }
  /** Lets somebody in without the page. */
  grant(userId: string, scope?: string): FakeGrant
  /** The page: says yes at once, and sends back with a code. */
  authorize(request: FakeRequest): FakeReply
  /** The address where codes and refresh tokens become access tokens. */
  token(request: FakeRequest): FakeReply
  /** Whose token a request bears; null when it is not taken. */
  whoIs(request: FakeRequest): string | null
  /** What the person of a request said yes to, with spaces between. */
  scopeOf(request: FakeRequest): string
  /** Access tokens end now; refresh tokens stay. */
  expireAll(): void
  /** The person takes every consent back. */
  revoke(userId: string): void
}

interface Asked {
  readonly userId: string
  readonly scope: string
}

export function makeFakeOauth(habits: FakeOauthHabits): FakeOauth {
  const { clientId, codeMs, tokenMs, isPkce, rotates, badGrant, now } = habits
  const codes = new Map<string, Asked & { until: number; redirectUri: string; challenge: string }>()
  const tokens = new Map<string, Asked & { until: number }>()
  const refreshTokens = new Map<string, Asked>()
  const moods = { person: 'ann', refreshes: true }
  let made = 0

  const fresh = (what: string) =>
    createHash('sha256').update(`${what} ${++made}`).digest('base64url').slice(0, 32)

  function grant(userId: string, scope = ''): FakeGrant {
    const accessToken = fresh('access')
    tokens.set(accessToken, { userId, scope, until: now() + tokenMs })
    if (!moods.refreshes) return { accessToken, refreshToken: null }
    const refreshToken = fresh('refresh')
    refreshTokens.set(refreshToken, { userId, scope })
    return { accessToken, refreshToken }
  }

  function authorize({ query }: FakeRequest): FakeReply {
    const redirectUri = query.get('redirect_uri') ?? ''
    const challenge = query.get('code_challenge') ?? ''
    if (query.get('client_id') !== clientId || query.get('response_type') !== 'code' || redirectUri === '')
      return { status: 400, body: { error: 'invalid_request' } }
    if (isPkce && (challenge === '' || query.get('code_challenge_method') !== 'S256'))
      return { status: 400, body: { error: 'invalid_request', error_description: 'PKCE is required' } }
    const code = fresh('code')
    const scope = query.get('scope') ?? ''
    codes.set(code, { userId: moods.person, scope, until: now() + codeMs, redirectUri, challenge })
    const back = new URL(redirectUri)
    back.searchParams.set('code', code)
    back.searchParams.set('state', query.get('state') ?? '')
    return { status: 302, headers: { location: back.href } }
  }

  function token({ body, headers }: FakeRequest): FakeReply {
    const form = new URLSearchParams(body.toString())
    if (clientOf(form, headers.authorization) !== clientId)
      return { status: 401, body: { error: 'invalid_client', error_description: 'Who asks is not known.' } }
    const asked = form.get('grant_type') === 'refresh_token' ? refreshed(form) : exchanged(form)
    if (asked === null) {
      return { status: 400, body: { error: badGrant, error_description: 'Value passed was invalid.' } }
    }
    const { accessToken, refreshToken } =
      rotates || form.has('code') ? grant(asked.userId, asked.scope) : renewed(asked)
    const given = {
      token_type: 'bearer',
      expires_in: tokenMs / 1_000,
      access_token: accessToken,
      scope: asked.scope,
      ...(refreshToken !== null && { refresh_token: refreshToken }),
    }
    return { status: 200, body: given }
  }

  function exchanged(form: URLSearchParams): Asked | null {
    const name = form.get('code') ?? ''
    const code = codes.get(name)
    codes.delete(name)
    if (code === undefined || code.until <= now() || code.redirectUri !== form.get('redirect_uri'))
      return null
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    return isPkce && challenge !== code.challenge ? null : code
  }

  function refreshed(form: URLSearchParams): Asked | null {
    const name = form.get('refresh_token') ?? ''
    const asked = refreshTokens.get(name) ?? null
    if (rotates) refreshTokens.delete(name)
    return asked
  }

  /** A new access token only: the refresh token stays, and ends when it would have. */
  function renewed({ userId, scope }: Asked): FakeGrant {
    const accessToken = fresh('access')
    tokens.set(accessToken, { userId, scope, until: now() + tokenMs })
    return { accessToken, refreshToken: null }
  }

  function held({ headers }: FakeRequest): Asked | null {
    const token = tokens.get(headers.authorization?.replace(/^Bearer /, '') ?? '')
    return token === undefined || token.until <= now() ? null : token
  }

  return {
    moods,
    grant,
    authorize,
    token,
    whoIs: (request) => held(request)?.userId ?? null,
    scopeOf: (request) => held(request)?.scope ?? '',
    expireAll: () => tokens.clear(),
    revoke(userId) {
      for (const [name, asked] of tokens) if (asked.userId === userId) tokens.delete(name)
      for (const [name, asked] of refreshTokens) if (asked.userId === userId) refreshTokens.delete(name)
    },
  }
}

/** Who asks: named in the form, or in a header together with a secret. */
function clientOf(form: URLSearchParams, authorization: string | undefined): string | null {
  const [, encoded] = /^Basic (.+)$/.exec(authorization ?? '') ?? []
  if (encoded === undefined) return form.get('client_id')
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString().split(':')
  return secret === '' ? null : id
}
