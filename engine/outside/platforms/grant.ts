/** `grantOf`: the tokens in an answer of OAuth 2; `stillTaken`: whether an account without a refresh token is good yet. */
import { fieldOf, later, textOf, type WholeReply } from './answer.ts'
import type { Credential, Refreshed } from './contract.ts'
import { type Call, call } from './http.ts'

/** What a consent gave, before it is known whose it is. */
export type Grant = Omit<Credential, 'accountRef'>

/** Null when the answer holds no token. Scopes stand between spaces, or as `between` says. */
export function grantOf({ status, json }: WholeReply, nowMs: number, between = / +/): Grant | null {
  const accessToken = textOf(fieldOf(json, 'access_token'))
  if (status !== 200 || accessToken === '') return null
  const expiresInS = fieldOf(json, 'expires_in')
  return {
    accessToken,
    expiresAt: typeof expiresInS === 'number' ? later(nowMs, expiresInS * 1_000) : null,
    refreshToken: textOf(fieldOf(json, 'refresh_token')) || null,
    scopes: textOf(fieldOf(json, 'scope')).split(between).filter(Boolean),
  }
}

/** What an answer leaves out is what it was. */
export function renewed(credential: Credential, grant: Grant): Credential {
  return {
    ...credential,
    ...grant,
    refreshToken: grant.refreshToken ?? credential.refreshToken,
    scopes: grant.scopes.length > 0 ? grant.scopes : credential.scopes,
  }
}

/** `asked` is who the bearer is: only the network's own no makes the account dead. */
export async function stillTaken(asked: Call, credential: Credential): Promise<Refreshed> {
  const reply = await call(asked)
  if (reply.is !== 'answered') return { is: 'failed', why: reply.why }
  if (reply.status === 200) return { is: 'ok', credential }
  if (reply.status === 401) return { is: 'authDead', code: 'no-refresh-token' }
  return { is: 'failed', why: `HTTP ${reply.status}` }
}
