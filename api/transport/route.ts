/** `serveRoute`: an HTTP route of a feature, with the session, the limits and the errors that procedures have. */
import type { HttpReply, HttpRoute } from '../http-route.ts'
import { errorOf, logFault } from './call.ts'
import { corsHeaders, PREFLIGHT_HEADERS } from './cors.ts'
import type { Door } from './door.ts'
import { answer, type Exchange, writeHead } from './exchange.ts'
import { httpCtx } from './http-ctx.ts'
import { readLong, writeLong } from './long-body.ts'

type HeaderLines = (readonly [string, string])[]

/** Answers one request; must be called in the turn it came. */
export async function serveRoute(door: Door, to: Exchange, route: HttpRoute): Promise<void> {
  const { method, path, query, requestId } = to.head
  const body = readLong(to)
  const cookieLines: string[] = []
  const shared = { ...corsHeaders(door.node.config.origins, to.head), 'x-request-id': requestId }
  const allowed = route.method === 'GET' ? ['GET', 'HEAD'] : ['POST']
  if (method === 'OPTIONS') {
    answer(to, 204, { ...shared, ...PREFLIGHT_HEADERS, vary: 'origin' })
    return
  }
  if (!allowed.includes(method)) {
    body.drop()
    answer(to, 405, { ...shared, allow: allowed.join(', ') })
    return
  }
  door.inFlight++
  try {
    const ctx = await httpCtx(door, to, { params: {}, transport: 'http', cookieLines })
    door.rates.check(ctx.session?.userId ?? ctx.address, door.node.clock.now())
    const name = path.slice(path.lastIndexOf('/') + 1)
    const reply = await route.serve({ ctx, method, name, query: new URLSearchParams(query), body })
    body.drop()
    const cookies = cookieLines.map((line) => ['set-cookie', line] as const)
    await write(to, reply, [...Object.entries(shared), ...cookies])
  } catch (error) {
    body.drop()
    // whoever has gone away hears no error, and it is not one of ours
    if (to.isOver) return
    logFault(door, error, { requestId, path: route.pattern })
    refuse(door, to, error, shared)
  } finally {
    door.inFlight--
  }
}

function refuse(door: Door, to: Exchange, thrown: unknown, shared: Readonly<Record<string, string>>): void {
  const error = errorOf(door, thrown, {})
  const { httpStatus, retryAfterMs } = error.data
  const headers = {
    ...shared,
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(retryAfterMs !== undefined && { 'retry-after': String(Math.ceil(retryAfterMs / 1_000)) }),
  }
  answer(to, httpStatus, headers, JSON.stringify({ error }))
}

async function write(to: Exchange, { status, headers, body = '' }: HttpReply, shared: HeaderLines) {
  const lines: HeaderLines = [...Object.entries(headers), ...shared, ['x-content-type-options', 'nosniff']]
  if (to.head.method === 'HEAD') writeHeadAlone(to, status, lines, body)
  else if (typeof body === 'string') answer(to, status, lines, body)
  else await writeLong(to, status, lines, body)
}

function writeHeadAlone(
  to: Exchange,
  status: number,
  lines: HeaderLines,
  body: NonNullable<HttpReply['body']>,
): void {
  if (to.isOver) return
  const bytes = typeof body === 'string' ? Buffer.byteLength(body) : body.bytes
  to.res.cork(() => {
    writeHead(to, status, lines)
    to.res.endWithoutBody(bytes)
  })
  to.isOver = true
}
