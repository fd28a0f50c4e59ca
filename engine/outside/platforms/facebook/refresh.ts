/** `refresh`: another token for a page, by the token of the person who connected it. A page is dead only when both are. */

import { textOf } from '../answer.ts'
import type { Credential, Refreshed } from '../contract.ts'
import { ask } from '../meta/graph.ts'
import { recordOf } from '../meta/graph-error.ts'
import { type Granted, refusalOf } from '../meta/oauth.ts'
import { asPerson, exchangeUserToken } from './connect.ts'
import type { FacebookParts } from './settings.ts'

export async function refresh(parts: FacebookParts, credential: Credential): Promise<Refreshed> {
  const { refreshToken } = credential
  if (refreshToken === null) return livesOn(parts, credential, 'no-token-of-the-person')
  const page = await pageToken(parts, credential, refreshToken)
  if (page.is === 'failed') return page
  if (page.is === 'rejected') return livesOn(parts, credential, page.code)
  // the person's token is worth keeping young; that it could not be is no harm today
  const person = await exchangeUserToken(parts, refreshToken)
  const next = person.is === 'ok' ? person.accessToken : refreshToken
  return { is: 'ok', credential: { ...credential, accessToken: page.accessToken, refreshToken: next } }
}

type PageToken = { readonly is: 'ok'; readonly accessToken: string } | Exclude<Granted, { is: 'ok' }>

async function pageToken(
  parts: FacebookParts,
  { accountRef }: Credential,
  userToken: string,
): Promise<PageToken> {
  const path = `/${encodeURIComponent(accountRef)}`
  const query = { fields: 'access_token' }
  const { reply } = await ask(parts, asPerson(userToken), { method: 'GET', path, query })
  const refusal = refusalOf(reply, [userToken])
  if (refusal !== null) return refusal
  const accessToken = textOf(recordOf(reply.is === 'answered' ? reply.json : null).access_token)
  if (accessToken !== '') return { is: 'ok', accessToken }
  // the person has lost their role on the page
  const message = 'Facebook gives this person no token of the page'
  return { is: 'rejected', code: 'no-page-token', message, isDead: true }
}

/** Tokens of pages outlive those of persons: the network is asked before one is called dead. */
async function livesOn(parts: FacebookParts, credential: Credential, code: string): Promise<Refreshed> {
  const query = { fields: 'id' }
  const { reply } = await ask(parts, credential, { method: 'GET', path: '/me', query })
  const refusal = refusalOf(reply, [credential.accessToken])
  if (refusal === null) return { is: 'ok', credential }
  if (refusal.is === 'rejected' && refusal.isDead) return { is: 'authDead', code }
  return { is: 'failed', why: refusal.is === 'failed' ? refusal.why : `${refusal.code}: ${refusal.message}` }
}
