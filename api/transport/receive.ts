/** `receive`: everything a client may send over a WebSocket, each message answered, whatever it is. */

import { CLOSE_CODES } from '../../engine/protocol/close-codes.ts'
import { Refusal, refuse } from '../../engine/protocol/errors.ts'
import { LIMITS } from '../../engine/protocol/limits.ts'
import type { Ctx } from '../context.ts'
import { send } from './backpressure.ts'
import { type Asked, call, called, errorOf, isAsyncIterable, logFault } from './call.ts'
import type { Door } from './door.ts'
import { decode, decodeHello, type Frame, type RequestId } from './frames.ts'
import { take } from './rates.ts'
import type { Socket } from './socket.ts'
import { resultFrame, subscribe } from './subscribe.ts'

/** When to ask again after BUSY: about the time a full mailbox needs. */
const BUSY_MS = 250

export function receive(door: Door, socket: Socket, message: ArrayBuffer, isBinary: boolean): void {
  try {
    if (message.byteLength > LIMITS.payloadBytesMax) refuse('PAYLOAD_TOO_LARGE')
    if (isBinary) refuse('MALFORMED_MESSAGE', { message: 'Messages are text.' })
    const text = Buffer.from(message).toString()
    if (text === 'PING') send(socket, 'PONG')
    else if (text === 'PONG') return
    else if (socket.hello !== null) socket.hello(decodeHello(text))
    else for (const frame of decode(text)) handle(door, socket, frame)
  } catch (error) {
    charge(door, socket)
    logFault(door, error, { requestId: socket.requestId })
    send(socket, JSON.stringify({ id: null, error: errorOf(door, error, {}) }))
  }
}

function handle(door: Door, socket: Socket, frame: Frame): void {
  const { id, method } = frame
  if (method === 'subscription.stop') {
    socket.subscriptions.get(id)?.stop()
    return
  }
  const asked: Asked = { path: frame.path, type: method, input: frame.input }
  const refusal = refusalOf(door, socket, frame)
  if (refusal !== null) {
    send(socket, JSON.stringify({ id, error: errorOf(door, refusal, asked) }))
    return
  }
  const requestId = `${socket.requestId}.${++socket.callsMade}`
  if (method === 'subscription') {
    void subscribe(door, socket, id, asked, (signal) => ctxOf(door, socket, requestId, signal))
  } else {
    void answer(door, socket, id, asked, requestId)
  }
}

/** Takes one message from the socket's rate. Returns 0, or when to try again; closes a socket far beyond it. */
function charge({ limits, node }: Door, socket: Socket): number {
  const rate = limits.socketRate
  const retryAfterMs = take(socket.bucket, rate, node.clock.now())
  if (socket.bucket.tokens < -rate.burst) socket.ws?.end(CLOSE_CODES.FLOODING, 'too many messages')
  return retryAfterMs
}

/** Why a call is not run at all; null when it is. */
function refusalOf(door: Door, socket: Socket, { method, id }: Frame): Refusal | null {
  const retryAfterMs = charge(door, socket)
  if (retryAfterMs > 0) return new Refusal('RATE_LIMITED', { retryAfterMs })
  if (method === 'subscription') {
    if (socket.subscriptions.has(id)) return new Refusal('DUPLICATE_REQUEST_ID')
    if (socket.subscriptions.size >= LIMITS.subscriptionsPerSocketMax) {
      return new Refusal('TOO_MANY_SUBSCRIPTIONS')
    }
  } else if (socket.callsInFlight >= LIMITS.callsPerSocketMax) {
    return new Refusal('BUSY', { retryAfterMs: BUSY_MS })
  }
  return null
}

/** Runs a query or a mutation and sends its one answer. */
async function answer(
  door: Door,
  socket: Socket,
  id: RequestId,
  asked: Asked,
  requestId: string,
): Promise<void> {
  const startedMs = performance.now()
  socket.callsInFlight++
  door.inFlight++
  await socket.opened
  const ctx = ctxOf(door, socket, requestId, socket.gone.signal)
  try {
    door.rates.check(ctx.session?.userId ?? ctx.address, door.node.clock.now())
    const data = await call(door, asked, ctx)
    if (isAsyncIterable(data))
      throw new Error(`${asked.path} is no subscription but returned an async iterable`)
    send(socket, resultFrame(id, { type: 'data', data }))
    called(door, ctx, asked.path, startedMs, null)
  } catch (error) {
    logFault(door, error, { requestId, procedure: asked.path })
    const shape = errorOf(door, error, { ...asked, ctx })
    send(socket, JSON.stringify({ id, error: shape }))
    called(door, ctx, asked.path, startedMs, shape.data.reason)
  } finally {
    socket.callsInFlight--
    door.inFlight--
  }
}

function ctxOf(door: Door, socket: Socket, requestId: string, signal: AbortSignal): Ctx {
  const { node, sockets, live } = door
  const { session, fault, address, cookies, headers } = socket
  return {
    node,
    session,
    fault,
    address,
    requestId,
    signal,
    transport: 'ws',
    cookies,
    header: (name) => headers.get(name),
    setCookie() {},
    sockets,
    live,
  }
}
