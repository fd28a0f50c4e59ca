/** `authorizeUrl`, `connect` and `refresh`: how a channel comes to be ours to publish on, and stays so. */
import { fieldOf, listOf, textOf, type WholeReply } from '../answer.ts'
import type {
  AuthorizeAsked,
  ConnectAsked,
  Connected,
  ConnectedAccount,
  Credential,
  Refreshed,
} from '../contract.ts'
import { type Grant, grantOf, renewed } from '../grant.ts'
import { call, type Reply } from '../http.ts'
import { ask } from './ask.ts'
import { YOUTUBE_SCOPES, type YouTubeParts, type YouTubeSettings } from './settings.ts'

/** Asks each time for consent, for only then does Google give a refresh token. */
export function authorizeUrl({ settings }: YouTubeParts, asked: AuthorizeAsked): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: settings.clientId,
    redirect_uri: asked.redirectUri,
    scope: YOUTUBE_SCOPES.join(' '),
    state: asked.state,
    access_type: 'offline',
    prompt: 'consent',
    ...(settings.usesPkce && { code_challenge: asked.challenge, code_challenge_method: 'S256' }),
  })
  return `${settings.authorizeUrl}?${query}`
}

export async function connect(parts: YouTubeParts, asked: ConnectAsked): Promise<Connected> {
  const { settings, now } = parts
  const reply = await token(settings, {
    grant_type: 'authorization_code',
    code: asked.code,
    redirect_uri: asked.redirectUri,
    ...(settings.usesPkce && { code_verifier: asked.verifier }),
  })
  if (reply.is !== 'answered') return { is: 'failed', why: reply.why }
  if (reply.status >= 500) return { is: 'failed', why: `HTTP ${reply.status}` }
  const given = grantOf(reply, now())
  if (given === null) {
    const { error, description } = oauthErrorOf(reply)
    return { is: 'rejected', code: error, message: description }
  }
  const { accessToken, refreshToken, expiresAt, scopes } = given
  const missing = YOUTUBE_SCOPES.filter((scope) => !scopes.includes(scope))
  if (missing.length > 0) {
    const names = missing.map((scope) => scope.split('/').at(-1)).join(', ')
    const message = `Google let us in without all that publishing needs (${names}): tick every box`
    return { is: 'rejected', code: 'scope-missing', message }
  }
  if (refreshToken === null) {
    const message =
      'Google gave access for an hour only: remove Parley at myaccount.google.com and connect again'
    return { is: 'rejected', code: 'no-refresh-token', message }
  }
  return channels(parts, { accessToken, refreshToken, expiresAt, scopes })
}

/** `mine` is the channel that the person chose at Google, of several perhaps. */
async function channels(parts: YouTubeParts, credential: Grant): Promise<Connected> {
  const url = `${parts.settings.apiUrl}/channels?part=snippet&mine=true`
  const { trouble, json } = await ask(parts, credential, 'look', { method: 'GET', url })
  if (trouble?.is === 'rejected') return { is: 'rejected', code: trouble.code, message: trouble.message }
  if (trouble?.is === 'authDead' && trouble.code === 'youtubeSignupRequired') return NO_CHANNEL
  if (trouble !== null) return { is: 'failed', why: `the channel could not be read: ${trouble.is}` }
  const accounts = listOf(json, 'items').map((item) => accountOf(item, credential))
  return accounts.length === 0 ? NO_CHANNEL : { is: 'ok', accounts }
}

const NO_CHANNEL: Connected = {
  is: 'rejected',
  code: 'no-channel',
  message: 'this Google account has no channel on YouTube: make one there first',
}

function accountOf(item: unknown, credential: Grant): ConnectedAccount {
  const accountRef = textOf(fieldOf(item, 'id'))
  return {
    credential: { ...credential, accountRef },
    name: textOf(fieldOf(item, 'snippet', 'title')) || accountRef,
    handle: textOf(fieldOf(item, 'snippet', 'customUrl')) || null,
    pictureUrl: textOf(fieldOf(item, 'snippet', 'thumbnails', 'default', 'url')) || null,
  }
}

/** The refresh token stays the same, so Google seldom sends it again: what is missing in the answer is kept. */
export async function refresh({ settings, now }: YouTubeParts, credential: Credential): Promise<Refreshed> {
  const { refreshToken } = credential
  if (refreshToken === null) return { is: 'authDead', code: 'no-refresh-token' }
  const reply = await token(settings, { grant_type: 'refresh_token', refresh_token: refreshToken })
  if (reply.is !== 'answered') return { is: 'failed', why: reply.why }
  const given = grantOf(reply, now())
  if (given === null) {
    const { error } = oauthErrorOf(reply)
    // anything else is a fault of ours or of the moment, and kills nobody's account
    return error === 'invalid_grant' ? { is: 'authDead', code: error } : { is: 'failed', why: error }
  }
  return { is: 'ok', credential: renewed(credential, given) }
}

function token(settings: YouTubeSettings, form: Readonly<Record<string, string>>): Promise<Reply> {
  const { clientId, clientSecret, tokenUrl: url, timeoutMs } = settings
  const body = new URLSearchParams({ ...form, client_id: clientId, client_secret: clientSecret })
  return call({ method: 'POST', url, body, timeoutMs })
}

function oauthErrorOf({ status, json }: WholeReply) {
  const error = textOf(fieldOf(json, 'error')) || `HTTP ${status}`
  return { error, description: textOf(fieldOf(json, 'error_description')) || `Google answered ${error}` }
}
