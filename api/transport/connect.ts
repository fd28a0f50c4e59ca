/** `upgrade`, `open` and `close`: how a WebSocket comes to be, learns who it speaks for, and ends. */
import type { HttpRequest, HttpResponse, us_socket_context_t, WebSocket } from 'uWebSockets.js'
import { Lru } from '../../engine/kernel/lru.ts'
import { personOf } from '../../engine/presence/wire.ts'
import { CLOSE_CODES, type CloseCode } from '../../engine/protocol/close-codes.ts'
import { ERRORS, type Reason, Refusal } from '../../engine/protocol/errors.ts'
import { isOriginAllowed } from '../cookies.ts'
import { send, wakeDrained } from './backpressure.ts'
import { errorOf, logFault } from './call.ts'
import type { Door } from './door.ts'
import { identify } from './identify.ts'
import { bucket } from './rates.ts'
import { type RequestHead, readCookies, readHead } from './request-head.ts'
import { makeSocket, SETTLED, type Seat, type Socket, whenClosed } from './socket.ts'

/**
 * Every socket joins it and none leaves it: it carries what is for all, and a subscriber without any topic would
 * be freed by uWebSockets while it may be walking over it.
 */
export const EVERYONE = 'everyone'

/** Sockets by address. */
export type Addresses = Map<string, number>

/** Headers kept for procedures as long as the socket lives; the rest is for the handshake. */
const HEADERS_KEPT = ['host', 'origin', 'user-agent', 'x-forwarded-proto']
/** Kept until the socket knows who it speaks for: a token is 700 characters. */
const HEADERS_OF_IDENTITY = ['authorization', 'x-organisation']

/** Sockets that brought the same share one map: it takes 200 bytes and its texts. */
const shared = new Lru<string, ReadonlyMap<string, string>>(1_000)

function keptHeaders(headers: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const kept = [...headers].filter(([name]) => HEADERS_KEPT.includes(name))
  const key = kept.join('\n')
  const found = shared.get(key) ?? new Map(kept)
  shared.set(key, found)
  return found
}

/** Takes a handshake, or answers it with an HTTP error: a script sees only that it failed, a person sees why. */
export function upgrade(
  door: Door,
  addresses: Addresses,
  res: HttpResponse,
  req: HttpRequest,
  context: us_socket_context_t,
): void {
  const { node, limits } = door
  const head = readHead(res, req, node.newId, node.config.trustProxy)
  const refusal = refusalOf(door, addresses, head)
  if (refusal !== null) {
    refuseUpgrade(res, refusal)
    return
  }
  const { address, requestId, headers } = head
  const socket = makeSocket(
    {
      address,
      requestId,
      headers: new Map(
        [...headers].filter(([name]) => HEADERS_KEPT.includes(name) || HEADERS_OF_IDENTITY.includes(name)),
      ),
      cookies: readCookies(headers.get('cookie')),
      announcesParams: head.query !== '' && new URLSearchParams(head.query).get('connectionParams') === '1',
    },
    bucket(limits.socketRate, node.clock.now()),
  )
  res.writeStatus('101 Switching Protocols').writeHeader('x-request-id', requestId)
  const seat: Seat = { socket }
  res.upgrade(
    seat,
    headers.get('sec-websocket-key') ?? '',
    headers.get('sec-websocket-protocol') ?? '',
    headers.get('sec-websocket-extensions') ?? '',
    context,
  )
}

function refusalOf(door: Door, addresses: Addresses, { headers, address }: RequestHead): Reason | null {
  if (door.draining) return 'SHUTTING_DOWN'
  const origin = headers.get('origin')
  // Only cookies come along by themselves; a token must be given, so another site has none to give.
  if (
    origin !== undefined &&
    headers.has('cookie') &&
    !isOriginAllowed(door.node.config.origins, origin, headers.get('host'))
  ) {
    return 'ORIGIN_REFUSED'
  }
  return (addresses.get(address) ?? 0) >= door.limits.socketsPerAddressMax ? 'BUSY' : null
}

function refuseUpgrade(res: HttpResponse, reason: Reason): void {
  const { status, meaning } = ERRORS[reason]
  res.writeStatus(String(status)).writeHeader('content-type', 'text/plain; charset=utf-8').end(meaning)
}

export function open(door: Door, addresses: Addresses, ws: WebSocket<Seat>): void {
  const { socket } = ws.getUserData()
  socket.ws = ws
  ws.subscribe(EVERYONE)
  addresses.set(socket.address, (addresses.get(socket.address) ?? 0) + 1)
  door.node.metrics.sockets.inc({ transport: 'ws' })
  const opened = settle(door, socket)
  if (socket.state === 'opening') socket.opened = opened
}

/** Finds out who the socket speaks for. Never rejects: calls that wait for it answer with what it found. */
async function settle(door: Door, socket: Socket): Promise<void> {
  const params = socket.announcesParams ? await paramsOf(door, socket) : {}
  const turn = door.arrivals()
  if (turn !== null) await turn
  if (socket.ws === null) return
  try {
    const { session, fault } = await identify(door.authenticate, { ...socket, params })
    socket.headers = keptHeaders(socket.headers)
    socket.session = session
    socket.fault = fault
  } catch (error) {
    logFault(door, error, { requestId: socket.requestId })
    socket.fault = new Refusal('UNAVAILABLE', { retryAfterMs: door.limits.refusedMs })
  }
  if (socket.ws === null) return
  socket.state = 'open'
  socket.opened = SETTLED
  if (socket.fault !== null) turnAway(door, socket, socket.fault)
  else if (socket.session !== null) bindSession(door, socket, socket.session)
}

function paramsOf({ node, limits }: Door, socket: Socket): Promise<Record<string, string | undefined>> {
  return new Promise((resolve) => {
    socket.hello = (params) => {
      socket.hello = null
      resolve(params)
    }
    const giveUp = () => {
      if (socket.hello === null) return
      socket.hello({})
      closeWith(socket, CLOSE_CODES.NO_HELLO, 'no connectionParams came')
    }
    whenClosed(socket, node.clock.after(limits.helloMsMax, giveUp))
    whenClosed(socket, giveUp)
  })
}

/** Says why, answers what the client asks meanwhile with the same reason, and closes a little later. */
function turnAway(door: Door, socket: Socket, fault: Refusal): void {
  send(socket, JSON.stringify({ id: null, error: errorOf(door, fault, {}) }))
  const code = fault.reason === 'UNAVAILABLE' ? CLOSE_CODES.RESTARTING : CLOSE_CODES.TOKEN_EXPIRED
  whenClosed(
    socket,
    door.node.clock.after(door.limits.refusedMs, () => closeWith(socket, code, fault.reason)),
  )
}

/**
 * Counts it as a device of the person, and ends it with the token it was opened with, or with its session, whichever
 * comes first.
 */
function bindSession(
  { node, sessions, expiries }: Door,
  socket: Socket,
  { sessionId, userId, organisationId, expiresAt }: NonNullable<Socket['session']>,
): void {
  node.presence.enter(personOf(organisationId, userId))
  expiries.add(expiresAt, socket)
  sessions.add(sessionId, socket)
}

export function closeWith(socket: Socket, code: CloseCode, why: string): void {
  socket.ws?.end(code, why)
}

export function close(door: Door, addresses: Addresses, socket: Socket): void {
  socket.ws = null
  if (socket.state === 'broken') door.node.metrics.dropped.inc()
  socket.state = 'closed'
  const others = (addresses.get(socket.address) ?? 1) - 1
  if (others === 0) addresses.delete(socket.address)
  else addresses.set(socket.address, others)
  door.node.metrics.sockets.dec({ transport: 'ws' })
  if (socket.session !== null) {
    const { sessionId, expiresAt, organisationId, userId } = socket.session
    door.sessions.delete(sessionId, socket)
    door.expiries.delete(expiresAt, socket)
    door.node.presence.leave(personOf(organisationId, userId))
  }
  const { cleanUp } = socket
  socket.cleanUp = null
  for (const run of cleanUp ?? []) run()
  for (const subscription of socket.subscriptions.values()) subscription.stop()
  socket.subscriptions.clear()
  socket.gone?.abort()
  wakeDrained(socket, door.limits)
}
