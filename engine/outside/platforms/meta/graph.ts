/** `ask`: one call to a Graph host of Meta as one account, and `answered`: what it leaves behind, without secrets. */
import { createHmac } from 'node:crypto'
import type { Verdict } from '../answer.ts'
import type { Answered, Credential, Quota } from '../contract.ts'
import { type Call, call, evidenceOf, type Reply } from '../http.ts'
import type { MetaParts } from './settings.ts'
import { quotaOf } from './usage.ts'

export interface Question {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Behind the version: `/me`. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly form?: URLSearchParams | FormData
}

export interface Exchange {
  readonly asked: Call
  readonly reply: Reply
  readonly quota: Quota | null
  /** What must not be read in what is kept of it. */
  readonly secrets: readonly string[]
}

/** A token goes in a header, never in an address: addresses are logged by everybody. */
export async function ask(
  { settings, now }: MetaParts,
  credential: Credential,
  { method, path, query = {}, form }: Question,
): Promise<Exchange> {
  const proof = settings.sendsProof && {
    appsecret_proof: proofOf(settings.appSecret, credential.accessToken),
  }
  const search = new URLSearchParams({ ...query, ...proof }).toString()
  const asked: Call = {
    method,
    url: `${settings.graphUrl}/${settings.version}${path}${search && `?${search}`}`,
    headers: bearer(credential),
    ...(form && { body: form }),
    timeoutMs: settings.timeoutMs,
  }
  return exchange(asked, now(), secretsOf(credential))
}

/** The same for an address that is not of the Graph. */
export async function exchange(asked: Call, nowMs: number, secrets: readonly string[]): Promise<Exchange> {
  const reply = await call(asked)
  return { asked, reply, quota: quotaOf(reply, nowMs), secrets }
}

export function answered(from: Exchange, outcome: Verdict, proof: string): Answered {
  const { asked, reply, secrets, quota } = from
  // before it is cut: half a token is too much
  const clean = reply.is === 'answered' ? { ...reply, text: redacted(reply.text, secrets) } : reply
  const evidence = evidenceOf(asked, clean, redacted(proof, secrets))
  return { outcome: withoutSecrets(outcome, secrets), evidence, quota }
}

export function bearer({ accessToken }: Credential): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${accessToken}` }
}

export function secretsOf({ accessToken, refreshToken }: Credential): readonly string[] {
  return refreshToken === null ? [accessToken] : [accessToken, refreshToken]
}

/** Proves that a token is used by the application that it was given to. */
export function proofOf(appSecret: string, accessToken: string): string {
  return createHmac('sha256', appSecret).update(accessToken).digest('hex')
}

/** Addresses of further pages hold the token, and so do some messages of errors. */
const TOKEN_IN_ADDRESS = /((?:access_token|client_secret|input_token|fb_exchange_token)=)[^&"\\\s]+/g
const REDACTED = '[redacted]'

export function redacted(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret !== '')
    .reduce((clean, secret) => clean.replaceAll(secret, REDACTED), text)
    .replace(TOKEN_IN_ADDRESS, `$1${REDACTED}`)
}

function withoutSecrets(outcome: Verdict, secrets: readonly string[]): Verdict {
  if ('why' in outcome) return { ...outcome, why: redacted(outcome.why, secrets) }
  if ('message' in outcome) return { ...outcome, message: redacted(outcome.message, secrets) }
  return outcome
}
