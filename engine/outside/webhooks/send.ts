/** `sendWebhook`: one POST to an address that a stranger gave us. */
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { lostWords, type Reached, type ReachOptions, reach } from '../strangers/reach.ts'

export interface ToSend {
  readonly url: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

export interface SendOptions extends ReachOptions {
  readonly timeoutMs: number
}

/** `trouble`: no answer came, or none was asked for; in words for a person. */
export type Sent = { readonly status: number } | { readonly trouble: string }

/** What is read of an answer: its beginning is enough to let the other side finish. */
const ANSWER_BYTES_MAX = 64 * 1024

/** Never rejects. Follows no redirect: the answer is whatever the address itself says. */
export async function sendWebhook(toSend: ToSend, options: SendOptions): Promise<Sent> {
  const reached = await reach(toSend.url, options)
  return 'trouble' in reached ? reached : post(reached, toSend, options.timeoutMs)
}

function post(
  { url, lookup }: Exclude<Reached, { trouble: string }>,
  { body, headers }: ToSend,
  timeoutMs: number,
): Promise<Sent> {
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(timeoutMs)
    const options = {
      method: 'POST',
      agent: false,
      lookup,
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
    asking.on('error', (error) => resolve({ trouble: lostWords(error, signal, timeoutMs) }))
    asking.end(body)
  })
}
