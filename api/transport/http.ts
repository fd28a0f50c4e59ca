/** `serveHttp`: queries, mutations, batches, streamed batches and SSE, all by tRPC's own `resolveResponse`. */
import { TRPCError } from '@trpc/server'
import { resolveResponse } from '@trpc/server/http'
import { isRetryable, Refusal } from '../../engine/protocol/errors.ts'
import { LIMITS } from '../../engine/protocol/limits.ts'
import type { Ctx } from '../context.ts'
import { type ErrorData, explain } from '../trpc.ts'
import { called, errorOf, logFault } from './call.ts'
import { compress, encodingFor } from './compress.ts'
import { corsHeaders, PREFLIGHT_HEADERS } from './cors.ts'
import type { Door } from './door.ts'
import { answer, type Exchange, readBody, stream } from './exchange.ts'
import { httpCtx } from './http-ctx.ts'
import { bindStream } from './sse.ts'

export const TRPC_PATH = '/trpc/'

const METHODS: ReadonlySet<string> = new Set(['GET', 'POST', 'HEAD'])

/** What tRPC reads. Others may hold characters that a `Headers` of the web refuses. */
const HEADERS_READ = ['content-type', 'accept', 'trpc-accept', 'last-event-id']
const PRINTABLE = /^[\x20-\x7e]*$/

/** Retryable refusals that do not say when: about what a takeover or a restart needs. */
const RETRY_AFTER_MS = 1_000

/** Answers one request; must be called in the turn it came. */
export async function serveHttp(door: Door, to: Exchange): Promise<void> {
  const { method, headers } = to.head
  const cors = corsHeaders(door.node.config.origins, to.head)
  if (method === 'OPTIONS') {
    answer(to, 204, { ...cors, ...PREFLIGHT_HEADERS, vary: 'origin' })
    return
  }
  if (!METHODS.has(method)) {
    const error = errorOf(door, new Refusal('WRONG_METHOD'), {})
    answer(
      to,
      405,
      { ...cors, allow: 'GET, POST', 'content-type': 'application/json' },
      JSON.stringify({ error }),
    )
    return
  }
  const body = method === 'POST' ? await readBody(to, LIMITS.payloadBytesMax) : undefined
  door.inFlight++
  try {
    const response = await resolve(door, to, body)
    await write(to, response, cors, headers.get('accept-encoding'))
  } finally {
    door.inFlight--
  }
}

/** Hands the request to tRPC. `body`: undefined when there is none, null when it was too large. */
function resolve(door: Door, to: Exchange, body: Buffer | null | undefined): Promise<Response> {
  const { method, path, query, headers, requestId } = to.head
  const startedMs = performance.now()
  const request = new Request(`http://parley${path}?${query}`, {
    method,
    headers: [...headers].filter(([name, value]) => HEADERS_READ.includes(name) && PRINTABLE.test(value)),
    // Narrow: a Buffer is a body; only its type in a browser's library says otherwise.
    body: (body ?? null) as Uint8Array<ArrayBuffer> | null,
    signal: to.gone.signal,
  })
  // Else tRPC would refuse the type of a body that nobody reads, before it refuses its size.
  if (body === null) request.headers.set('content-type', 'application/json')
  const tooLarge = new TRPCError({
    code: 'PAYLOAD_TOO_LARGE',
    cause: new Refusal('PAYLOAD_TOO_LARGE'),
  })
  const cookieLines: string[] = []
  let ctx: Ctx | undefined
  return resolveResponse({
    router: door.router,
    req: request,
    path: path.slice(TRPC_PATH.length),
    error: body === null ? tooLarge : null,
    allowMethodOverride: true,
    maxBatchSize: LIMITS.batchCallsMax,
    async createContext({ info }) {
      const transport = info.type === 'subscription' ? 'sse' : 'http'
      ctx = await httpCtx(door, to, { params: info.connectionParams ?? {}, transport, cookieLines })
      door.rates.check(ctx.session?.userId ?? ctx.address, door.node.clock.now(), info.calls.length)
      if (info.type === 'subscription') bindStream(door, to, ctx.session)
      return ctx
    },
    onError: ({ error, path }) => logFault(door, error, { requestId, procedure: path }),
    responseMeta({ paths = [], data, errors, eagerGeneration, info }) {
      const by = ctx ?? { requestId, transport: 'http' as const, session: null }
      paths.forEach((procedure, index) => {
        const answered = data[index]
        const reason =
          answered !== undefined && 'error' in answered ? (answered.error.data as ErrorData).reason : null
        called(door, by, procedure, startedMs, eagerGeneration ? null : reason)
      })
      const headers = new Headers([['x-request-id', requestId]])
      for (const line of cookieLines) headers.append('set-cookie', line)
      const retryAfterMs = retryAfter(errors)
      if (retryAfterMs !== null) headers.set('retry-after', String(Math.ceil(retryAfterMs / 1_000)))
      if (info?.type !== 'subscription') headers.set('cache-control', 'no-store')
      return { headers }
    },
  })
}

/** The longest wait that any of the errors asks for. */
function retryAfter(errors: readonly TRPCError[]): number | null {
  let longestMs: number | null = null
  for (const error of errors) {
    const { reason, retryAfterMs } = explain(error)
    if (isRetryable(reason)) longestMs = Math.max(longestMs ?? 0, retryAfterMs ?? RETRY_AFTER_MS)
  }
  return longestMs
}

/** Headers that uWebSockets writes itself. */
const OWN_HEADERS = new Set(['connection', 'content-length', 'transfer-encoding'])

async function write(
  to: Exchange,
  response: Response,
  cors: Readonly<Record<string, string>>,
  accepted: string | undefined,
): Promise<void> {
  const headers: (readonly [string, string])[] = [
    ...[...response.headers].filter(([name]) => !OWN_HEADERS.has(name)),
    ...Object.entries(cors),
    ['vary', 'origin, accept-encoding'],
    ['x-content-type-options', 'nosniff'],
  ]
  const isStreamed =
    response.headers.has('transfer-encoding') || response.headers.get('content-type') === 'text/event-stream'
  if (isStreamed && response.body !== null) {
    await stream(to, response.status, headers, response.body)
    to.gone.abort()
    return
  }
  const bytes = new Uint8Array(await response.arrayBuffer())
  const encoding = encodingFor(accepted)
  const compressed = encoding && (await compress(bytes, encoding))
  if (encoding && compressed) {
    answer(to, response.status, [...headers, ['content-encoding', encoding]], compressed)
  } else answer(to, response.status, headers, bytes)
}
