/** `call`: one request to somebody else's computer, whose answer says whether the request can have had an effect. */
import { createHash } from 'node:crypto'
import type { Evidence } from '../../protocol/post-shapes.ts'

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as it is: a string, bytes, or a form. */
  readonly body?: string | Uint8Array | URLSearchParams | FormData
  /** For the whole of it. Milliseconds. */
  readonly timeoutMs: number
}

/**
 * answered  a whole answer came
 * unsent    nothing left this machine: no connection came about
 * lost      bytes may have left, and no whole answer came: nobody knows
 */
export type Reply =
  | {
      readonly is: 'answered'
      readonly status: number
      readonly headers: Headers
      readonly text: string
      /** Null when it is no JSON. */
      readonly json: unknown
    }
  | { readonly is: 'unsent'; readonly why: string }
  | { readonly is: 'lost'; readonly why: string }

/**
 * What fails before a connection is there. A reset is not among them: on a connection that was kept open, it may come
 * after the request was read.
 */
const UNSENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])
/** Redirects are not followed: a mutation that is sent twice is what this file is here to prevent. */
const REDIRECT = 'manual'

export async function call({ method, url, headers = {}, body, timeoutMs }: Call): Promise<Reply> {
  try {
    const signal = AbortSignal.timeout(timeoutMs)
    // browsers' types, with which the web app reads this file, want to know what memory bytes lie in
    const sent = (body ?? null) as RequestInit['body']
    const response = await fetch(url, { method, headers, body: sent, signal, redirect: REDIRECT })
    const text = await response.text()
    return { is: 'answered', status: response.status, headers: response.headers, text, json: jsonOf(text) }
  } catch (error) {
    const code = codeOf(error)
    return { is: UNSENT.has(code) ? 'unsent' : 'lost', why: code }
  }
}

/** Characters of an answer that are kept: enough for an error, not for a page of somebody's data. */
const RESPONSE_CHARS = 500

/** What a call leaves behind. Headers are left out: they hold tokens. */
export function evidenceOf({ method, url, body }: Call, reply: Reply, proof: string): Evidence {
  const sent = typeof body === 'string' || body instanceof Uint8Array ? body : String(body ?? '')
  const request = createHash('sha256').update(`${method} ${url}\n`).update(sent).digest('hex')
  if (reply.is !== 'answered') {
    return {
      request: reply.is === 'unsent' ? null : request,
      response: null,
      status: null,
      proof: `${proof}: ${reply.why}`,
    }
  }
  return { request, response: reply.text.slice(0, RESPONSE_CHARS), status: reply.status, proof }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** The word of the system or of the client for what went wrong. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code
  return cause instanceof Error ? cause.name : String(cause)
}
