/** `connect` and `refresh`: how a person and the organisations they administer are connected, and stay so. */
import { fieldOf, listOf, textOf, type WholeReply } from '../answer.ts'
import type {
  AuthorizeAsked,
  ConnectAsked,
  Connected,
  ConnectedAccount,
  Credential,
  Refreshed,
} from '../contract.ts'
import { type Grant, grantOf, renewed, stillTaken } from '../grant.ts'
import { type Call, call } from '../http.ts'
import { restCall } from './requests.ts'
import { type LinkedinParts, type LinkedinSettings, ORGANISATION_SCOPES, PERSON_SCOPES } from './settings.ts'

/** With commas or with spaces: both were seen. */
const SCOPES_BETWEEN = /[ ,]+/

/** LinkedIn takes no PKCE challenge: the secret of the application stands for it. */
export function authorizeUrl({ settings }: LinkedinParts, { redirectUri, state }: AuthorizeAsked): string {
  const scopes = [...PERSON_SCOPES, ...(settings.asksForOrganisations ? ORGANISATION_SCOPES : [])]
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: settings.clientId,
    redirect_uri: redirectUri,
    state,
    scope: scopes.join(' '),
  })
  return `${settings.authUrl}/authorization?${query}`
}

/** The person comes first, then each organisation: all with the same token. */
export async function connect(
  { settings, now }: LinkedinParts,
  { code, redirectUri }: ConnectAsked,
): Promise<Connected> {
  const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri }
  const reply = await call(tokenCall(settings, form))
  if (reply.is !== 'answered') return { is: 'failed', why: reply.why }
  if (reply.status >= 500 || reply.status === 429) return { is: 'failed', why: `HTTP ${reply.status}` }
  const grant = grantOf(reply, now(), SCOPES_BETWEEN)
  if (grant === null) return refused(reply)
  const person = await personOf(settings, grant)
  if (typeof person === 'string') return { is: 'failed', why: person }
  if (!settings.asksForOrganisations) return { is: 'ok', accounts: [person] }
  const organisations = await organisationsOf(settings, grant)
  if (typeof organisations === 'string') return { is: 'failed', why: organisations }
  return { is: 'ok', accounts: [person, ...organisations] }
}

/**
 * Most applications get no refresh token, and a person must agree again before the token ends. Such an account is
 * asked for, so that only LinkedIn's own no makes it dead.
 */
export async function refresh({ settings, now }: LinkedinParts, credential: Credential): Promise<Refreshed> {
  const { refreshToken } = credential
  if (refreshToken === null) return stillTaken(whoCall(settings, credential.accessToken), credential)
  const reply = await call(tokenCall(settings, { grant_type: 'refresh_token', refresh_token: refreshToken }))
  if (reply.is !== 'answered') return { is: 'failed', why: reply.why }
  const grant = grantOf(reply, now(), SCOPES_BETWEEN)
  if (grant !== null) return { is: 'ok', credential: renewed(credential, grant) }
  const { error, description } = errorOf(reply)
  const isDead = reply.status === 400 && settings.deadGrant.test(`${error} ${description}`)
  return isDead ? { is: 'authDead', code: error } : { is: 'failed', why: error || `HTTP ${reply.status}` }
}

/** Asks who the bearer is. Belongs to no version. */
export function whoCall(settings: LinkedinSettings, accessToken: string): Call {
  return {
    method: 'GET',
    url: `${settings.apiUrl}/v2/userinfo`,
    headers: { authorization: `Bearer ${accessToken}` },
    timeoutMs: settings.timeoutMs,
  }
}

/** Asks which organisations the bearer administers. */
export function rolesCall(settings: LinkedinSettings, credential: Pick<Credential, 'accessToken'>): Call {
  const path = '/rest/organizationAcls?q=roleAssignee&role=ADMINISTRATOR&state=APPROVED&count=100'
  return restCall(settings, credential, 'GET', path)
}

/** `urn:li:organization:…` of each element that answers `rolesCall`. */
export function organisationRefs(json: unknown): readonly string[] {
  return listOf(json, 'elements').flatMap((role) => textOf(fieldOf(role, 'organization')) || [])
}

/** A string says what went wrong. */
async function personOf(settings: LinkedinSettings, grant: Grant): Promise<ConnectedAccount | string> {
  const reply = await call(whoCall(settings, grant.accessToken))
  if (reply.is !== 'answered') return reply.why
  const sub = textOf(fieldOf(reply.json, 'sub'))
  if (reply.status !== 200 || sub === '') return `HTTP ${reply.status}`
  return {
    credential: { accountRef: `urn:li:person:${sub}`, ...grant },
    name: textOf(fieldOf(reply.json, 'name')) || sub,
    handle: null,
    pictureUrl: textOf(fieldOf(reply.json, 'picture')) || null,
  }
}

/** None where the person agreed to none. A string says what went wrong. */
async function organisationsOf(
  settings: LinkedinSettings,
  grant: Grant,
): Promise<ConnectedAccount[] | string> {
  const reply = await call(rolesCall(settings, grant))
  if (reply.is !== 'answered') return reply.why
  if (reply.status === 403) return []
  if (reply.status !== 200) return `HTTP ${reply.status}`
  const accounts: ConnectedAccount[] = []
  for (const accountRef of organisationRefs(reply.json)) {
    accounts.push(await organisationOf(settings, grant, accountRef))
  }
  return accounts
}

/** Its name is for people only, so an organisation whose name cannot be read is connected under its number. */
async function organisationOf(
  settings: LinkedinSettings,
  grant: Grant,
  accountRef: string,
): Promise<ConnectedAccount> {
  const number = accountRef.split(':').at(-1) ?? ''
  const reply = await call(restCall(settings, grant, 'GET', `/rest/organizations/${number}`))
  const json = reply.is === 'answered' && reply.status === 200 ? reply.json : null
  return {
    credential: { accountRef, ...grant },
    name: textOf(fieldOf(json, settings.organisationFields.name)) || `Organisation ${number}`,
    handle: textOf(fieldOf(json, settings.organisationFields.handle)) || null,
    pictureUrl: null,
  }
}

function tokenCall(settings: LinkedinSettings, form: Record<string, string>): Call {
  const { clientId, clientSecret, authUrl, timeoutMs } = settings
  const body = new URLSearchParams({ ...form, client_id: clientId, client_secret: clientSecret })
  return { method: 'POST', url: `${authUrl}/accessToken`, body, timeoutMs }
}

function refused(reply: WholeReply): Connected {
  const { error, description } = errorOf(reply)
  const code = error || String(reply.status)
  return { is: 'rejected', code, message: description || code }
}

function errorOf({ json }: WholeReply): { error: string; description: string } {
  return { error: textOf(fieldOf(json, 'error')), description: textOf(fieldOf(json, 'error_description')) }
}
