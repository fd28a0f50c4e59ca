/** `startServer`: the table of routes, and the orderly end of everything that is connected. */
import './transport/header-size.ts'
import {
  App,
  type HttpRequest,
  type HttpResponse,
  type TemplatedApp,
  type us_listen_socket,
  us_listen_socket_close,
  us_socket_local_port,
} from 'uWebSockets.js'
import type { AnyTRPCRouter } from '@trpc/server'
import type { ParleyNode } from '../engine/node.ts'
import { CLOSE_CODES } from '../engine/protocol/close-codes.ts'
import type { Authenticate } from './context.ts'
import { appRoutes } from './routes.ts'
import { makePublish } from './transport/backpressure.ts'
import { logFault } from './transport/call.ts'
import { closeWith, EVERYONE } from './transport/connect.ts'
import { makeDirects } from './transport/direct.ts'
import type { Door } from './transport/door.ts'
import { drain } from './transport/drain.ts'
import { answer, type Exchange, exchange } from './transport/exchange.ts'
import { Expiries } from './transport/expiries.ts'
import { serveHttp } from './transport/http.ts'
import { TRANSPORT_LIMITS, type TransportLimits } from './transport/limits.ts'
import { Outbox } from './transport/outbox.ts'
import { Rates } from './transport/rates.ts'
import { serveRoute } from './transport/route.ts'
import { Sessions } from './transport/sessions.ts'
import { makeSlices } from './transport/slices.ts'
import type { Socket } from './transport/socket.ts'
import { readAssets, serveStatic } from './transport/static.ts'
import { makeTopics } from './transport/topics.ts'
import { webSocketBehavior } from './transport/websocket.ts'

/** Tokens checked in one turn of the event loop: 0.1 ms each, and what their sockets ask for comes after it. */
const ARRIVALS_A_TURN = 8

/** What nodes tell each other: this session is over, close what it has open. */
const CLOSE_SESSION = 'close-session'

export interface ServerParts {
  readonly node: ParleyNode
  readonly router: AnyTRPCRouter
  readonly authenticate: Authenticate
  /** The folder of the built web app; null: none is served. */
  readonly webRoot: string | null
  /** Instead of the usual ones. */
  readonly limits?: Partial<TransportLimits>
  /** Leave out the short cuts of the WebSocket path, to compare with them. */
  readonly generalPathOnly?: boolean
}

export interface Server {
  readonly port: number
  /**
   * Takes no new sockets, tells those it has to go elsewhere, all within `spreadMs` (0 unless told), waits for calls in
   * flight, then closes all.
   */
  drain(spreadMs?: number): Promise<void>
  /** Closes everything at once. */
  close(): void
}

/** Listens on the node's `host` and `port`. Rejects with a clear line when the port is taken. */
export async function startServer(parts: ServerParts): Promise<Server> {
  const { node } = parts
  const app = App()
  const publish = makePublish(app)
  const topics = makeTopics({
    epoch: node.store.epoch,
    resume: node.resume,
    interest: node.interest,
    clock: node.clock,
    log: node.log,
    publish,
    delivered: (events) => node.metrics.deliveries.inc(events),
  })
  const door = makeDoor(parts, topics)
  const open = new Set<Socket>()
  const assets = await readAssets(parts.webRoot)
  const route = (handle: (to: Exchange) => unknown) => (res: HttpResponse, req: HttpRequest) => {
    void guarded(door, exchange(door, res, req), handle)
  }

  const stopHearing = node.bus.subscribe(CLOSE_SESSION, (sessionId) => door.sessions.end(sessionId))

  app.ws('/trpc', webSocketBehavior(door, open))
  app.any(
    '/trpc/*',
    route((to) => serveHttp(door, to)),
  )
  app.get(
    '/health/live',
    route((to) => json(to, 200, node.health.live())),
  )
  app.get(
    '/health/ready',
    route(async (to) => {
      const readiness = await node.health.ready()
      json(to, readiness.ready ? 200 : 503, readiness)
    }),
  )
  app.get(
    '/metrics',
    route(async (to) => {
      answer(to, 200, { 'content-type': node.metrics.contentType }, await node.metrics.text())
    }),
  )
  for (const one of appRoutes) {
    app.any(
      one.pattern,
      route((to) => serveRoute(door, to, one)),
    )
  }
  app.any(
    '/*',
    route((to) => serveStatic(assets, to)),
  )

  const listening = await listen(app, node.config)
  const detach = node.attach(topics)
  const { pingMs } = door.limits
  const pinging = pingMs === null ? null : setInterval(() => publish(EVERYONE, 'PING'), pingMs)
  let isClosed = false
  const close = () => {
    if (isClosed) return
    isClosed = true
    if (pinging !== null) clearInterval(pinging)
    detach()
    stopHearing()
    app.close()
  }
  return {
    port: us_socket_local_port(listening),
    async drain(spreadMs = 0) {
      us_listen_socket_close(listening)
      await drain(door, open, topics.silence, spreadMs)
      close()
    },
    close,
  }
}

function makeDoor(
  { node, router, authenticate, limits, generalPathOnly = false }: ServerParts,
  live: Door['live'],
): Door {
  const all: TransportLimits = { ...TRANSPORT_LIMITS, ...limits }
  const sessions = new Sessions((socket) =>
    closeWith(socket, CLOSE_CODES.SESSION_ENDED, 'the session has ended'),
  )
  const door: Door = {
    node,
    router,
    authenticate,
    limits: all,
    live,
    sessions,
    sockets: {
      closeSession(sessionId) {
        sessions.end(sessionId)
        node.bus.publish(CLOSE_SESSION, sessionId)
      },
    },
    streams: new Set(),
    rates: new Rates(all.personRate),
    directs: generalPathOnly ? new Map() : makeDirects(router, node.metrics),
    readsQuick: !generalPathOnly,
    outbox: new Outbox(() => void door.inFlight--),
    arrivals: makeSlices(ARRIVALS_A_TURN),
    expiries: new Expiries(node.clock, (socket) =>
      closeWith(socket, CLOSE_CODES.TOKEN_EXPIRED, 'TOKEN_EXPIRED'),
    ),
    inFlight: 0,
    draining: false,
  }
  return door
}

/** Whatever fails on the way to an answer is logged, and answered without a word about it. */
async function guarded(door: Door, to: Exchange, handle: (to: Exchange) => unknown): Promise<void> {
  try {
    await handle(to)
  } catch (error) {
    logFault(door, error, { requestId: to.head.requestId, path: to.head.path })
    answer(to, 500, {})
  }
}

function json(to: Exchange, status: number, body: unknown): void {
  answer(
    to,
    status,
    { 'content-type': 'application/json', 'cache-control': 'no-store' },
    JSON.stringify(body),
  )
}

function listen(
  app: TemplatedApp,
  { host, port }: Pick<ParleyNode['config'], 'host' | 'port'>,
): Promise<us_listen_socket> {
  return new Promise((resolve, reject) => {
    app.listen(host, port, (listening) => {
      if (listening) {
        resolve(listening)
        return
      }
      app.close()
      reject(new Error(`cannot listen on ${host}:${port}: the port is taken, or not ours to take`))
    })
  })
}
