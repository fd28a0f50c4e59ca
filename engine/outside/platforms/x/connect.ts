/** `connect` and `refresh`: how an account of X is connected, and stays so. */
import { fieldOf, textOf, type WholeReply } from '../answer.ts'
import type { AuthorizeAsked, ConnectAsked, Connected, Credential, Refreshed } from '../contract.ts'
import { type Grant, grantOf, renewed, stillTaken } from '../grant.ts'
import { type Call, call } from '../http.ts'
import { X_SCOPES, type XParts, type XSettings } from './settings.ts'

export function authorizeUrl(
  { settings }: XParts,
  { redirectUri, state, challenge }: AuthorizeAsked,
): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: settings.clientId,
    redirect_uri: redirectUri,
    scope: X_SCOPES.join(' '),
    state,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  })
  return `${settings.authorizeUrl}?${query}`
}

/** The code is good for 30 s, and once. */
export async function connect(
  { settings, now }: XParts,
  { code, redirectUri, verifier }: ConnectAsked,
): Promise<Connected> {
  const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier }
  const reply = await call(tokenCall(settings, form))
  if (reply.is !== 'answered') return { is: 'failed', why: reply.why }
  if (reply.status >= 500 || reply.status === 429) return { is: 'failed', why: `HTTP ${reply.status}` }
  const grant = grantOf(reply, now())
  if (grant === null) return refused(reply)
  return identify(settings, grant)
}

/**
 * The refresh token is good once: whoever asks must hold the account alone, and keep the answer before it is used.
 * An account without one is asked for, so that only X's own no makes it dead.
 */
export async function refresh({ settings, now }: XParts, credential: Credential): Promise<Refreshed> {
  const { refreshToken } = credential
  if (refreshToken === null) return stillTaken(whoCall(settings, credential.accessToken), credential)
  const reply = await call(tokenCall(settings, { grant_type: 'refresh_token', refresh_token: refreshToken }))
  if (reply.is !== 'answered') return { is: 'failed', why: reply.why }
  const grant = grantOf(reply, now())
  // X rotates it: an answer without another one leaves none
  if (grant !== null) {
    return { is: 'ok', credential: { ...renewed(credential, grant), refreshToken: grant.refreshToken } }
  }
  const code = textOf(fieldOf(reply.json, 'error'))
  if (reply.status === 400 && settings.deadGrants.includes(code)) return { is: 'authDead', code }
  return { is: 'failed', why: code || `HTTP ${reply.status}` }
}

/** Asks X who the bearer is: what a look ahead and an account without a refresh token need. */
export function whoCall(settings: XSettings, accessToken: string): Call {
  return {
    method: 'GET',
    url: `${settings.apiUrl}/2/users/me?user.fields=profile_image_url`,
    headers: { authorization: `Bearer ${accessToken}` },
    timeoutMs: settings.timeoutMs,
  }
}

async function identify(settings: XSettings, grant: Grant): Promise<Connected> {
  const reply = await call(whoCall(settings, grant.accessToken))
  if (reply.is !== 'answered') return { is: 'failed', why: reply.why }
  const user = fieldOf(reply.json, 'data')
  const id = textOf(fieldOf(user, 'id'))
  if (reply.status !== 200 || id === '') return { is: 'failed', why: `HTTP ${reply.status}` }
  const handle = textOf(fieldOf(user, 'username'))
  const account = {
    credential: { accountRef: id, ...grant },
    name: textOf(fieldOf(user, 'name')) || handle || id,
    handle: handle || null,
    pictureUrl: textOf(fieldOf(user, 'profile_image_url')) || null,
  }
  return { is: 'ok', accounts: [account] }
}

/** Public clients, which have no secret, name themselves in the form; confidential ones in a header. */
function tokenCall(
  { clientId, clientSecret, apiUrl, timeoutMs }: XSettings,
  form: Record<string, string>,
): Call {
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64')
  return {
    method: 'POST',
    url: `${apiUrl}/2/oauth2/token`,
    headers: clientSecret ? { authorization: `Basic ${basic}` } : {},
    body: new URLSearchParams(clientSecret ? form : { ...form, client_id: clientId }),
    timeoutMs,
  }
}

function refused({ status, json }: WholeReply): Connected {
  const code = textOf(fieldOf(json, 'error')) || String(status)
  return { is: 'rejected', code, message: textOf(fieldOf(json, 'error_description')) || code }
}
