/** `connect`: a person's consent becomes an account: code, short token, long token, and who that is. */

import { later, textOf } from '../answer.ts'
import type {
  AuthorizeAsked,
  ConnectAsked,
  Connected,
  ConnectedAccount,
  Credential,
  Refreshed,
} from '../contract.ts'
import { ask } from '../meta/graph.ts'
import { recordOf } from '../meta/graph-error.ts'
import { type Granted, grantedBy, refusalOf } from '../meta/oauth.ts'
import type { InstagramParts } from './settings.ts'

/** Instagram knows no PKCE. */
export function authorizeUrl({ settings }: InstagramParts, { redirectUri, state }: AuthorizeAsked): string {
  const query = new URLSearchParams({
    client_id: settings.appId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: settings.scopes.join(','),
    state,
    // no detour by Facebook, which would give a token of its own kind
    enable_fb_login: '0',
  })
  return `${settings.authorizeUrl}?${query}`
}

export async function connect(parts: InstagramParts, asked: ConnectAsked): Promise<Connected> {
  const short = await exchangeCode(parts, asked)
  if (short.is !== 'ok') return refusedAs(short)
  const long = await exchangeShort(parts, short.accessToken)
  if (long.is !== 'ok') return refusedAs(long)
  return accountOf(parts, {
    accountRef: '',
    accessToken: long.accessToken,
    expiresAt: long.livesMs === null ? null : later(parts.now(), long.livesMs),
    refreshToken: null,
    scopes: scopesIn(short.answer),
  })
}

/** For 60 days more; a token that has ended cannot be refreshed, and Instagram knows no other. */
export async function refresh(parts: InstagramParts, credential: Credential): Promise<Refreshed> {
  const { accessToken } = credential
  const granted = await getToken(parts, '/refresh_access_token', {
    grant_type: 'ig_refresh_token',
    access_token: accessToken,
  })
  if (granted.is === 'failed') return granted
  if (granted.is === 'rejected') {
    // anything else may be said of a token that is a day too young
    return granted.isDead
      ? { is: 'authDead', code: granted.code }
      : { is: 'failed', why: `${granted.code}: ${granted.message}` }
  }
  const expiresAt = granted.livesMs === null ? null : later(parts.now(), granted.livesMs)
  return { is: 'ok', credential: { ...credential, accessToken: granted.accessToken, expiresAt } }
}

function exchangeCode({ settings }: InstagramParts, { code, redirectUri }: ConnectAsked): Promise<Granted> {
  const body = new URLSearchParams({
    client_id: settings.appId,
    client_secret: settings.appSecret,
    grant_type: 'authorization_code',
    redirect_uri: redirectUri,
    // Instagram hangs `#_` onto the address that it sends people back to
    code: code.replace(/#_$/, ''),
  })
  const asked = { method: 'POST' as const, url: settings.codeUrl, body, timeoutMs: settings.timeoutMs }
  return grantedBy(asked, [settings.appSecret, code])
}

function exchangeShort(parts: InstagramParts, accessToken: string): Promise<Granted> {
  return getToken(parts, '/access_token', {
    grant_type: 'ig_exchange_token',
    client_secret: parts.settings.appSecret,
    access_token: accessToken,
  })
}

/** These two have no version, and take their secrets in the address. */
function getToken(
  { settings }: InstagramParts,
  path: string,
  query: Record<string, string>,
): Promise<Granted> {
  const url = `${settings.graphUrl}${path}?${new URLSearchParams(query)}`
  return grantedBy({ method: 'GET', url, timeoutMs: settings.timeoutMs }, Object.values(query).slice(1))
}

/** The id in the answer to the code is a number too large for JSON; this one is a text. */
async function accountOf(parts: InstagramParts, credential: Credential): Promise<Connected> {
  const query = { fields: 'user_id,username,name,profile_picture_url' }
  const { reply } = await ask(parts, credential, { method: 'GET', path: '/me', query })
  const refusal = refusalOf(reply, [credential.accessToken])
  if (refusal !== null) return refusedAs(refusal)
  const { user_id, username, name, profile_picture_url } = recordOf(
    reply.is === 'answered' ? reply.json : null,
  )
  const accountRef = textOf(user_id)
  if (accountRef === '') return { is: 'failed', why: 'Instagram did not say who it is' }
  const handle = textOf(username) || null
  const account: ConnectedAccount = {
    credential: { ...credential, accountRef },
    name: textOf(name) || handle || accountRef,
    handle,
    pictureUrl: textOf(profile_picture_url) || null,
  }
  return { is: 'ok', accounts: [account] }
}

function refusedAs(granted: Exclude<Granted, { is: 'ok' }>): Connected {
  if (granted.is === 'failed') return granted
  return { is: 'rejected', code: granted.code, message: granted.message }
}

/** A list, or a text with commas: copies of the documentation differ. */
function scopesIn({ permissions }: Readonly<Record<string, unknown>>): string[] {
  if (Array.isArray(permissions)) return permissions.map(String)
  return textOf(permissions)
    .split(',')
    .map((scope) => scope.trim())
    .filter(Boolean)
}
