/** `sendWebhook`: one POST to an address that a stranger gave us, which must not lead into our own network. */
import { lookup } from 'node:dns/promises'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { LookupFunction } from 'node:net'
import { isPublic } from './addresses.ts'

export interface ToSend {
  readonly url: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

export interface SendOptions {
  /** Also to private addresses, and without TLS. */
  readonly allowPrivate: boolean
  readonly timeoutMs: number
  /** Instead of the system's resolver. */
  readonly resolve?: (host: string) => Promise<readonly ResolvedAddress[]>
}

export interface ResolvedAddress {
  readonly address: string
  readonly family: number
}

/** `trouble`: no answer came, or none was asked for; in words for a person. */
export type Sent = { readonly status: number } | { readonly trouble: string }

/** What is read of an answer: its beginning is enough to let the other side finish. */
const ANSWER_BYTES_MAX = 64 * 1024

/** Never rejects. Follows no redirect: the answer is whatever the address itself says. */
export async function sendWebhook(toSend: ToSend, options: SendOptions): Promise<Sent> {
  const url = URL.canParse(toSend.url) ? new URL(toSend.url) : null
  const fault = url === null ? 'this is no address' : faultOf(url, options)
  if (url === null || fault !== null) return { trouble: fault ?? '' }
  const host = url.hostname.replace(/^\[|\]$/g, '')
  let found: readonly ResolvedAddress[]
  try {
    found = await (options.resolve ?? resolveAll)(host)
  } catch {
    return { trouble: `the name ${host} could not be resolved` }
  }
  const [first] = found
  if (first === undefined) return { trouble: `the name ${host} could not be resolved` }
  // one closed address among others is how a name is pointed inside between two looks
  if (!options.allowPrivate && !found.every(({ address }) => isPublic(address))) {
    return { trouble: `${host} is an address of a private network` }
  }
  return post(url, first, toSend, options.timeoutMs)
}

/** Why this address is never asked; null when it may be. */
export function faultOf(url: URL, { allowPrivate }: Pick<SendOptions, 'allowPrivate'>): string | null {
  if (url.username !== '' || url.password !== '') return 'an address with a password in it'
  if (url.protocol === 'https:' || (allowPrivate && url.protocol === 'http:')) return null
  return 'an address must begin with https://'
}

function resolveAll(host: string): Promise<ResolvedAddress[]> {
  return lookup(host, { all: true, order: 'verbatim' })
}

/** Connects to the very address that was checked: asked again, the name might answer otherwise. */
function post(
  url: URL,
  checked: ResolvedAddress,
  { body, headers }: ToSend,
  timeoutMs: number,
): Promise<Sent> {
  const pinned: LookupFunction = (_host, { all }, answer) => {
    if (all) answer(null, [checked])
    else answer(null, checked.address, checked.family)
  }
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(timeoutMs)
    const options = {
      method: 'POST',
      agent: false,
      lookup: pinned,
      signal,
      headers: {
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(body)),
        'user-agent': 'parley-webhooks',
        ...headers,
      },
    }
    const asking = request(url, options, (answer) => {
      let bytes = 0
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes > ANSWER_BYTES_MAX) answer.destroy()
      })
      answer.on('error', () => {})
      resolve({ status: answer.statusCode ?? 0 })
    })
    asking.on('error', (error) => {
      resolve({ trouble: signal.aborted ? `no answer within ${timeoutMs / 1_000} s` : reasonOf(error) })
    })
    asking.end(body)
  })
}

function reasonOf(error: Error): string {
  const { code } = error as NodeJS.ErrnoException
  return code === undefined ? error.message : `the connection failed (${code})`
}
