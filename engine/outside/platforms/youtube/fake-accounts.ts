/** `makeFakeAccounts`: consents, codes and tokens as Google has them; its clock is given. */
import { createHash } from 'node:crypto'
import type { FakeReply, FakeRequest } from '../fake-server.ts'
import { type FakeWorld, refusal } from './fake-shapes.ts'
import { YOUTUBE_SCOPES } from './settings.ts'

const TOKEN_MS = 60 * 60_000
const CODE_MS = 10 * 60_000

export const FAKE_CLIENT = { clientId: 'parley', clientSecret: 'a secret of ours' } as const
/** Who says yes at `/o/oauth2/v2/auth`. */
export const FAKE_CHANNEL = 'UCannannannannannannannan'

interface Code {
  readonly channelId: string
  readonly redirectUri: string
  readonly challenge: string | null
  readonly scope: string
  readonly until: number
}

export function makeFakeAccounts({ now, moods, fresh, spend }: FakeWorld) {
  const codes = new Map<string, Code>()
  const tokens = new Map<string, { readonly channelId: string; readonly until: number }>()
  const refreshTokens = new Map<string, { readonly channelId: string; readonly scope: string }>()

  function accessTokenFor(channelId: string): string {
    const token = `ya29.${fresh(32)}`
    tokens.set(token, { channelId, until: now() + TOKEN_MS })
    return token
  }

  function grant(channelId: string, scope: string = YOUTUBE_SCOPES.join(' ')) {
    const refreshToken = `1//${fresh(32)}`
    refreshTokens.set(refreshToken, { channelId, scope })
    return { accessToken: accessTokenFor(channelId), refreshToken }
  }

  /** The page on which somebody says yes, who says it at once. */
  function authorize({ query }: FakeRequest): FakeReply {
    const redirectUri = query.get('redirect_uri') ?? ''
    if (query.get('client_id') !== FAKE_CLIENT.clientId || query.get('response_type') !== 'code') {
      return { status: 400, body: 'Error 400: invalid_request' }
    }
    const scope = (query.get('scope') ?? '')
      .split(' ')
      .filter((one) => !moods.withholds.includes(one))
      .join(' ')
    const code = `4/${fresh(24)}`
    const challenge = query.get('code_challenge')
    codes.set(code, { channelId: FAKE_CHANNEL, redirectUri, challenge, scope, until: now() + CODE_MS })
    const back = new URLSearchParams({ state: query.get('state') ?? '', code, scope })
    return { status: 302, headers: { location: `${redirectUri}?${back}` } }
  }

  function token({ body }: FakeRequest): FakeReply {
    const form = new URLSearchParams(body.toString())
    const isUs =
      form.get('client_id') === FAKE_CLIENT.clientId && form.get('client_secret') === FAKE_CLIENT.clientSecret
    if (!isUs) return denial(401, 'invalid_client')
    return form.get('grant_type') === 'refresh_token' ? renew(form) : exchange(form)
  }

  function exchange(form: URLSearchParams): FakeReply {
    const given = form.get('code') ?? ''
    const code = codes.get(given)
    // single use, whatever comes of it
    codes.delete(given)
    if (code === undefined || code.until <= now()) return denial(400, 'invalid_grant')
    if (code.redirectUri !== form.get('redirect_uri')) return denial(400, 'redirect_uri_mismatch')
    if (code.challenge !== null && code.challenge !== challengeOf(form.get('code_verifier') ?? '')) {
      return denial(400, 'invalid_grant')
    }
    const { accessToken, refreshToken } = grant(code.channelId, code.scope)
    return tokenReply({ access_token: accessToken, refresh_token: refreshToken, scope: code.scope })
  }

  /** The refresh token stays, and is not sent again. */
  function renew(form: URLSearchParams): FakeReply {
    const known = refreshTokens.get(form.get('refresh_token') ?? '')
    if (known === undefined) return denial(400, 'invalid_grant')
    return tokenReply({ access_token: accessTokenFor(known.channelId), scope: known.scope })
  }

  return {
    grant,
    authorize,
    token,
    /** The person took the consent back: nothing that came of it is taken any more. */
    revoke(channelId: string) {
      for (const [key, known] of tokens) if (known.channelId === channelId) tokens.delete(key)
      for (const [key, known] of refreshTokens) if (known.channelId === channelId) refreshTokens.delete(key)
    },
    whoIs({ headers }: FakeRequest): string | null {
      const known = tokens.get(headers.authorization?.replace('Bearer ', '') ?? '')
      return known === undefined || known.until <= now() ? null : known.channelId
    },
    channels(channelId: string): FakeReply {
      const refused = spend(1)
      if (refused !== null) return refused
      if (moods.hasNoChannel) return { status: 200, body: { kind: 'youtube#channelListResponse' } }
      const snippet = {
        title: `Channel ${channelId.slice(2, 5)}`,
        customUrl: `@${channelId.slice(2, 5)}`,
        thumbnails: { default: { url: 'https://yt3.example/ann.jpg' } },
      }
      const status = { longUploadsStatus: moods.longUploads }
      return { status: 200, body: { items: [{ id: channelId, snippet, status }] } }
    },
  }
}

function tokenReply(given: Readonly<Record<string, string>>): FakeReply {
  return { status: 200, body: { ...given, token_type: 'Bearer', expires_in: TOKEN_MS / 1_000 - 1 } }
}

function denial(status: number, error: string): FakeReply {
  return { status, body: { error, error_description: `${error}: Bad Request` } }
}

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url')
}

export const SIGNED_OUT = refusal(401, 'authError', 'Invalid Credentials')
