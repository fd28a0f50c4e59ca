/** `connect`: a person's consent becomes the pages that they may publish to, each with a token of its own. */

import { textOf } from '../answer.ts'
import type { AuthorizeAsked, ConnectAsked, Connected, ConnectedAccount } from '../contract.ts'
import { ask } from '../meta/graph.ts'
import { dataOf, recordOf } from '../meta/graph-error.ts'
import { type Granted, grantedBy, refusalOf } from '../meta/oauth.ts'
import { nextCursorOf } from '../meta/pages.ts'
import type { FacebookParts } from './settings.ts'

/** Facebook knows no PKCE. */
export function authorizeUrl({ settings }: FacebookParts, { redirectUri, state }: AuthorizeAsked): string {
  const query = new URLSearchParams({
    client_id: settings.appId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: settings.scopes.join(','),
    state,
  })
  return `${settings.authorizeUrl}?${query}`
}

export async function connect(parts: FacebookParts, { code, redirectUri }: ConnectAsked): Promise<Connected> {
  const short = await getToken(parts, { redirect_uri: redirectUri, code })
  if (short.is !== 'ok') return refusedAs(short)
  const long = await exchangeUserToken(parts, short.accessToken)
  if (long.is !== 'ok') return refusedAs(long)
  const scopes = await scopesOf(parts, long.accessToken)
  const pages = await pagesOf(parts, long.accessToken)
  if (!Array.isArray(pages)) return refusedAs(pages)
  const accounts = pages.flatMap((page) => accountOf(page, long.accessToken, scopes, parts))
  if (accounts.length > 0) return { is: 'ok', accounts }
  const names = pages.map(({ name }) => textOf(name)).join(', ')
  const message =
    names === ''
      ? 'Facebook names no page of this person'
      : `Facebook gives no right to publish to ${names}: it may be held by a business portfolio`
  return { is: 'rejected', code: 'no-page', message }
}

/** For about 60 days more. The tokens of its pages do not end. */
export function exchangeUserToken(parts: FacebookParts, userToken: string): Promise<Granted> {
  return getToken(parts, { grant_type: 'fb_exchange_token', fb_exchange_token: userToken })
}

function getToken({ settings }: FacebookParts, query: Readonly<Record<string, string>>): Promise<Granted> {
  const { appId, appSecret, graphUrl, version, timeoutMs } = settings
  const all = new URLSearchParams({ client_id: appId, client_secret: appSecret, ...query })
  const url = `${graphUrl}/${version}/oauth/access_token?${all}`
  return grantedBy({ method: 'GET', url, timeoutMs }, [
    appSecret,
    query.fb_exchange_token ?? query.code ?? '',
  ])
}

type Page = Readonly<Record<string, unknown>>
type Refusal = Exclude<Granted, { is: 'ok' }>

const PAGE_FIELDS = 'id,name,access_token,tasks,picture{url}'
const PAGES_A_CALL = 100

/** All of them: people of agencies have hundreds. */
async function pagesOf(parts: FacebookParts, userToken: string): Promise<Page[] | Refusal> {
  const pages: Page[] = []
  for (let cursor = ''; ; ) {
    const query = { fields: PAGE_FIELDS, limit: String(PAGES_A_CALL), ...(cursor && { after: cursor }) }
    const { reply } = await ask(parts, asPerson(userToken), { method: 'GET', path: '/me/accounts', query })
    const refusal = refusalOf(reply, [userToken])
    if (refusal !== null) return refusal
    const json = reply.is === 'answered' ? reply.json : null
    pages.push(...dataOf(json))
    cursor = nextCursorOf(json)
    if (cursor === '') return pages
  }
}

/** None for a page without a token of its own, or where the person may not publish: it would look well and fail. */
function accountOf(
  page: Page,
  userToken: string,
  scopes: readonly string[],
  { settings }: FacebookParts,
): ConnectedAccount[] {
  const { id, name, access_token, tasks, picture } = page
  const [accountRef, accessToken] = [textOf(id), textOf(access_token)]
  if (accountRef === '' || accessToken === '') return []
  if (Array.isArray(tasks) && !tasks.some((task) => settings.publishTask.test(String(task)))) return []
  const credential = { accountRef, accessToken, expiresAt: null, refreshToken: userToken, scopes }
  const pictureUrl = textOf(recordOf(recordOf(picture).data).url) || null
  return [{ credential, name: textOf(name) || accountRef, handle: null, pictureUrl }]
}

/** What the person granted of what was asked; nothing is known when Facebook does not say. */
async function scopesOf(parts: FacebookParts, userToken: string): Promise<string[]> {
  const { reply } = await ask(parts, asPerson(userToken), { method: 'GET', path: '/me/permissions' })
  const granted = dataOf(reply.is === 'answered' ? reply.json : null)
  return granted.flatMap(({ permission, status }) => (status === 'granted' ? [textOf(permission)] : []))
}

/** A token of a person, which reads and is never published with. */
export function asPerson(userToken: string) {
  return { accountRef: 'me', accessToken: userToken, expiresAt: null, refreshToken: null, scopes: [] }
}

function refusedAs(granted: Refusal): Connected {
  if (granted.is === 'failed') return granted
  return { is: 'rejected', code: granted.code, message: granted.message }
}
