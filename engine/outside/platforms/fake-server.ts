/** `startFake`: a network of our own on a real socket, which can misbehave the way real ones do. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { listenLocally } from '../local-server.ts'

/**
 * What happens to one mutating call:
 * dropBefore    the connection ends and nothing was done
 * dropAfter     it was done, and the connection ends
 * errorAfter    it was done, and the answer is 502
 * silentAfter   it was done, and no answer ever comes
 * To the caller all four look alike, but for the time they take: only looking tells which it was.
 */
export const FAULTS = ['dropBefore', 'dropAfter', 'errorAfter', 'silentAfter'] as const
export type Fault = (typeof FAULTS)[number]

export interface FakeRequest {
  readonly method: string
  /** Without the query. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

export interface FakeReply {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** An object is sent as JSON. */
  readonly body?: unknown
}

export interface Network {
  /** Whether a call makes something public: these are what faults strike. */
  isMutation(request: FakeRequest): boolean
  answer(request: FakeRequest): FakeReply | Promise<FakeReply>
}

export interface Fake {
  /** `http://127.0.0.1:…`, without a slash at the end. */
  readonly url: string
  /** The next mutating calls, one fault each; null lets one through. */
  readonly faults: (Fault | null)[]
  /** How many calls came, mutating or not. */
  calls(): number
  stop(): Promise<void>
}

/** What a body may be; a fake has no reason to take more. */
const BODY_BYTES_MAX = 64 * 1024 * 1024

export async function startFake(network: Network): Promise<Fake> {
  const faults: (Fault | null)[] = []
  let calls = 0
  const server = await listenLocally((incoming, response) => {
    calls++
    void serve(network, faults, incoming, response).catch((error) => {
      response.writeHead(500, { 'content-type': 'text/plain' }).end(`a bug of the fake: ${error}`)
    })
  })
  return { ...server, faults, calls: () => calls }
}

/** The same with a fault for each call that could make something public, drawn when it comes; null lets it through. */
export async function startStruckFake(network: Network, draw: () => Fault | null): Promise<Fake> {
  const fake = await startFake({
    isMutation(request) {
      const isOne = network.isMutation(request)
      // taken by the server in the same turn, so it strikes this very call
      if (isOne) fake.faults.push(draw())
      return isOne
    },
    answer: (request) => network.answer(request),
  })
  return fake
}

async function serve(
  network: Network,
  faults: (Fault | null)[],
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const request = await read(incoming)
  const fault = network.isMutation(request) ? (faults.shift() ?? null) : null
  if (fault === 'dropBefore') {
    incoming.socket.destroy()
    return
  }
  const { status, headers = {}, body } = await network.answer(request)
  if (fault === 'dropAfter') incoming.socket.destroy()
  else if (fault === 'errorAfter')
    response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad Gateway</h1>')
  else if (fault === null) send(response, status, headers, body)
}

function send(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: unknown,
): void {
  const isText = typeof body === 'string' || body === undefined
  response.writeHead(status, { ...(!isText && { 'content-type': 'application/json' }), ...headers })
  response.end(isText ? body : JSON.stringify(body))
}

async function read(incoming: IncomingMessage): Promise<FakeRequest> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of incoming) {
    bytes += part.length
    if (bytes > BODY_BYTES_MAX) throw new Error('a body larger than the fake takes')
    parts.push(part)
  }
  const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://fake')
  const { method = 'GET', headers } = incoming
  return { method, path: pathname, query: searchParams, headers, body: Buffer.concat(parts) }
}
