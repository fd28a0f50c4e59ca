/** `grantedBy`: what an endpoint for tokens answered: a token, a refusal, or nobody knows. */

import { textOf } from '../answer.ts'
import { type Call, call, type Reply } from '../http.ts'
import { redacted } from './graph.ts'
import { codeOf, errorOf, recordOf } from './graph-error.ts'

export type Granted =
  | {
      readonly is: 'ok'
      readonly accessToken: string
      /** Null when it does not expire. Milliseconds. */
      readonly livesMs: number | null
      readonly answer: Readonly<Record<string, unknown>>
    }
  /** `isDead`: the token, or the code, that was shown is not taken any more. */
  | { readonly is: 'rejected'; readonly code: string; readonly message: string; readonly isDead: boolean }
  | { readonly is: 'failed'; readonly why: string }

const TOKEN_IS_DEAD = 190

/** `secrets` are taken out of what is told. */
export async function grantedBy(asked: Call, secrets: readonly string[]): Promise<Granted> {
  return grantedIn(await call(asked), secrets)
}

function grantedIn(reply: Reply, secrets: readonly string[]): Granted {
  const refusal = refusalOf(reply, secrets)
  if (refusal !== null) return refusal
  const answer = answerOf(reply)
  const accessToken = textOf(answer.access_token)
  // a success without what was asked for must not overwrite a token that works
  if (accessToken === '') return { is: 'failed', why: 'an answer without a token' }
  const { expires_in: expiresInS } = answer
  const livesMs = typeof expiresInS === 'number' && expiresInS > 0 ? expiresInS * 1_000 : null
  return { is: 'ok', accessToken, livesMs, answer }
}

/** Why a read on the way to a connected account did not come about; null when it did. */
export function refusalOf(reply: Reply, secrets: readonly string[]): Exclude<Granted, { is: 'ok' }> | null {
  if (reply.is !== 'answered') return { is: 'failed', why: reply.why }
  const error = errorOf(reply)
  if (error === null) {
    const isFine = reply.status >= 200 && reply.status < 300
    return isFine ? null : { is: 'failed', why: `HTTP ${reply.status}` }
  }
  const message = redacted(error.message, secrets)
  const isRefusal = reply.status >= 400 && reply.status < 500 && !error.isTransient && !BUSY.has(error.code)
  if (!isRefusal) return { is: 'failed', why: `${codeOf(error)}: ${message}` }
  return { is: 'rejected', code: codeOf(error), message, isDead: error.code === TOKEN_IS_DEAD }
}

/** Faults and limits of theirs: nothing was said of the token. */
const BUSY = new Set([-1, 1, 2, 4, 17, 32, 613, 80001, 80002])

/** One of its copies wraps the answer of Instagram in a list. */
function answerOf(reply: Reply): Readonly<Record<string, unknown>> {
  const json = recordOf(reply.is === 'answered' ? reply.json : null)
  return Array.isArray(json.data) ? recordOf(json.data[0]) : json
}
