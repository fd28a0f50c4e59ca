/** `receive`: everything a client may send over a WebSocket, each message answered, whatever it is. */

import { CLOSE_CODES } from '../../engine/protocol/close-codes.ts'
import { Refusal, refuse } from '../../engine/protocol/errors.ts'
import { LIMITS } from '../../engine/protocol/limits.ts'
import { type Ask, answer } from './answer.ts'
import { send } from './backpressure.ts'
import { errorOf, logFault } from './call.ts'
import type { Door } from './door.ts'
import { decode, decodeHello, errorFrame, type Frame } from './frames.ts'
import { readQuick } from './quick.ts'
import { take } from './rates.ts'
import type { Socket } from './socket.ts'
import { subscribe } from './subscribe.ts'

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
    else {
      const quick = door.readsQuick ? readQuick(text) : null
      if (quick !== null) handleCall(door, socket, quick)
      else for (const frame of decode(text)) handle(door, socket, frame)
    }
  } catch (error) {
    charge(door, socket, door.node.clock.now())
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
  const { path, input } = frame
  const ask: Ask = { key: JSON.stringify(id), method, path, input }
  if (method !== 'subscription') {
    handleCall(door, socket, ask)
    return
  }
  const refusal = rateRefusal(door, socket, door.node.clock.now()) ?? subscriptionRefusal(socket, id)
  if (refusal !== null) {
    turnDown(door, socket, ask, refusal)
    return
  }
  void subscribe(door, socket, id, { path, type: method, input })
}

function handleCall(door: Door, socket: Socket, ask: Ask): void {
  const nowMs = door.node.clock.now()
  const refusal = rateRefusal(door, socket, nowMs) ?? callRefusal(socket)
  if (refusal !== null) turnDown(door, socket, ask, refusal)
  else answer(door, socket, ask, nowMs)
}

/** Takes one message from the socket's rate. Returns 0, or when to try again; closes a socket far beyond it. */
function charge({ limits }: Door, socket: Socket, nowMs: number): number {
  const rate = limits.socketRate
  const retryAfterMs = take(socket.bucket, rate, nowMs)
  if (socket.bucket.tokens < -rate.burst) socket.ws?.end(CLOSE_CODES.FLOODING, 'too many messages')
  return retryAfterMs
}

function rateRefusal(door: Door, socket: Socket, nowMs: number): Refusal | null {
  const retryAfterMs = charge(door, socket, nowMs)
  return retryAfterMs > 0 ? new Refusal('RATE_LIMITED', { retryAfterMs }) : null
}

function subscriptionRefusal({ subscriptions }: Socket, id: Frame['id']): Refusal | null {
  if (subscriptions.has(id)) return new Refusal('DUPLICATE_REQUEST_ID')
  return subscriptions.size >= LIMITS.subscriptionsPerSocketMax ? new Refusal('TOO_MANY_SUBSCRIPTIONS') : null
}

function callRefusal({ callsInFlight }: Socket): Refusal | null {
  return callsInFlight >= LIMITS.callsPerSocketMax ? new Refusal('BUSY', { retryAfterMs: BUSY_MS }) : null
}

/** Answers a call that is not run at all. */
function turnDown(door: Door, socket: Socket, { key, method, path, input }: Ask, refusal: Refusal): void {
  const error = errorOf(door, refusal, { path, type: method, input })
  send(socket, errorFrame(key, error))
}
