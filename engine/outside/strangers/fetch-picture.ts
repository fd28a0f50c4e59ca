/** `fetchPicture`: a small picture from an address that a network gave us. */
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { lostWords, type Reached, type ReachOptions, reach } from './reach.ts'

export interface FetchOptions extends ReachOptions {
  /** Of one request. */
  readonly timeoutMs: number
  readonly bytesMax: number
}

export type FetchedBytes = { readonly bytes: Buffer } | { readonly trouble: string }

/** Networks send on once, from an address that lasts to one that does not. Each one is checked as the first. */
const REDIRECTS_MAX = 2

/** Never rejects. What the bytes are, nobody has said yet. */
export async function fetchPicture(address: string, options: FetchOptions): Promise<FetchedBytes> {
  let next = address
  for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects++) {
    const reached = await reach(next, options)
    if ('trouble' in reached) return reached
    const came = await get(reached, options)
    if (!('location' in came)) return came
    if (!URL.canParse(came.location, reached.url.href)) return { trouble: 'it was sent on to no address' }
    next = new URL(came.location, reached.url).href
  }
  return { trouble: 'it was sent on again and again' }
}

type Came = FetchedBytes | { readonly location: string }

function get(
  { url, lookup }: Exclude<Reached, { trouble: string }>,
  { timeoutMs, bytesMax }: FetchOptions,
): Promise<Came> {
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(timeoutMs)
    const lost = (error: Error) => resolve({ trouble: lostWords(error, signal, timeoutMs) })
    const headers = { accept: 'image/*', 'user-agent': 'parley' }
    const asking = request(url, { agent: false, lookup, signal, headers }, (answer) => {
      read(answer, bytesMax).then(resolve, lost)
    })
    asking.on('error', lost)
    asking.end()
  })
}

async function read(answer: IncomingMessage, bytesMax: number): Promise<Came> {
  const { statusCode = 0, headers } = answer
  const isSentOn = statusCode >= 300 && statusCode < 400 && headers.location !== undefined
  if (isSentOn || statusCode !== 200) {
    answer.destroy()
    return isSentOn ? { location: headers.location ?? '' } : { trouble: `answered ${statusCode}` }
  }
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length
    // leaving the loop ends the connection
    if (bytes > bytesMax) return { trouble: `more than ${bytesMax} bytes` }
    chunks.push(chunk)
  }
  return { bytes: Buffer.concat(chunks) }
}
