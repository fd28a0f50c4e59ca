/** `httpCtx`: who asks by an HTTP request, and what a call by it may know and do. */
import type { Ctx } from '../context.ts'
import type { Door } from './door.ts'
import type { Exchange } from './exchange.ts'
import { identify } from './identify.ts'
import { readCookies } from './request-head.ts'

export interface HttpCtxOptions {
  /** What tRPC found in connectionParams. */
  readonly params: Readonly<Record<string, string | undefined>>
  readonly transport: 'http' | 'sse'
  /** Set-Cookie lines of the answer are added here. */
  readonly cookieLines: string[]
}

/** Rejects only when it could not be asked who it is, as when the database is away. */
export async function httpCtx(
  { node, sockets, live, authenticate }: Door,
  { head, gone }: Exchange,
  { params, transport, cookieLines }: HttpCtxOptions,
): Promise<Ctx> {
  const { headers, address, requestId } = head
  const cookies = readCookies(headers.get('cookie'))
  const { session, fault } = await identify(authenticate, { headers, cookies, params })
  return {
    node,
    session,
    fault,
    address,
    requestId,
    signal: gone.signal,
    transport,
    cookies,
    header: (name) => headers.get(name),
    setCookie: (line) => void cookieLines.push(line),
    sockets,
    live,
  }
}
