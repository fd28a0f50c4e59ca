/** `makeCalls`: the typed tRPC client over one socket, with HTTP beside it for what sets cookies. */
import { createTRPCClient, httpLink, splitLink, type TRPCClient } from '@trpc/client'
import type { AnyRouter } from '@trpc/server'
import type { Clock } from '../../engine/kernel/clock.ts'
import type { Random } from '../../engine/kernel/ids.ts'
import type { Reason } from '../../engine/protocol/errors.ts'
import { type Connection, makeConnection } from './connection.ts'
import { socketLink } from './link.ts'
import { needsToken } from './refused.ts'
import { makeRequests } from './requests.ts'
import { surroundings } from './surroundings.ts'

/** A call without an answer for this long has failed; its outcome is unknown. */
const TIMEOUT_MS = 15_000

export interface CallsOptions {
  /** http(s) origin. */
  readonly url: string
  readonly organisationId: string | null
  /** Credentials are cookies, and travel by themselves. */
  readonly cookies: boolean
  /** `token` may give another token than the one that was refused. */
  readonly canRenew: boolean
  readonly WebSocket: typeof WebSocket
  readonly clock: Clock
  readonly random: Random
  /** The access token, null for none. Rejects when it cannot be had now. */
  readonly token: () => Promise<string | null>
  /** See ConnectionOptions.refused and .ended. */
  readonly refused: () => void
  readonly ended: () => void
  readonly unable: () => Reason | null
}

export interface Calls<Router extends AnyRouter> {
  readonly api: TRPCClient<Router>
  readonly connection: Connection
  /** For ever: calls that wait fail with UNAVAILABLE. */
  close(): void
}

export function makeCalls<Router extends AnyRouter>(options: CallsOptions): Calls<Router> {
  const { clock, organisationId } = options
  const requests = makeRequests({
    clock,
    timeoutMs: TIMEOUT_MS,
    unable: options.unable,
    renew(reason) {
      if (!options.canRenew || !needsToken(reason)) return false
      options.refused()
      connection.renew()
      return true
    },
  })
  const address = new URL('/trpc?connectionParams=1', options.url)
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
  const connection = makeConnection({
    url: address.href,
    WebSocket: options.WebSocket,
    async params() {
      const token = await options.token()
      return { ...(token !== null && { token }), ...(organisationId !== null && { organisationId }) }
    },
    refused: options.refused,
    ended: options.ended,
    clock,
    random: options.random,
    surroundings,
    traffic: requests.traffic,
  })

  async function headers(path: string): Promise<Record<string, string>> {
    const token = path === 'auth.me' ? await options.token() : null
    return {
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...(organisationId !== null && { 'x-organisation': organisationId }),
      ...(options.cookies && { 'x-session': 'cookie', 'x-csrf': cookie('parley_csrf') }),
    }
  }

  // The options' types depend on the router's transformer; no router of ours has one, which only its type can say.
  const http = httpLink<AnyRouter>({
    url: new URL('/trpc', options.url).href,
    headers: ({ op }) => headers(op.path),
    fetch: (url, init) =>
      fetch(url, { ...(init as RequestInit), credentials: options.cookies ? 'same-origin' : 'omit' }),
  })
  const api = createTRPCClient<Router>({
    links: [
      splitLink<Router>({
        condition: ({ path }) => path.startsWith('auth.'),
        true: http,
        false: socketLink<Router>(requests),
      }),
    ],
  })
  return {
    api,
    connection,
    close() {
      connection.close()
      requests.close()
    },
  }
}

/** A cookie that scripts may read; '' when there is none. */
function cookie(name: string): string {
  if (typeof document === 'undefined') return ''
  const found = document.cookie.split('; ').find((each) => each.startsWith(`${name}=`))
  return found?.slice(name.length + 1) ?? ''
}
