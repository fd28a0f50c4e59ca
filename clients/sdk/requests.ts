/** The calls that wait for an answer: which socket each went out on, and what becomes of it when that is lost. */
import type { Clock } from '../../engine/kernel/clock.ts'
import type { Reason } from '../../engine/protocol/errors.ts'
import type { Traffic } from './connection.ts'
import type { ErrorShape, Incoming, Request, RequestId } from './frames.ts'
import { shapeOf } from './refused.ts'
import type { Socket } from './socket.ts'

export interface Call {
  readonly method: Request['method']
  readonly path: string
  readonly input: unknown
  /** A subscription that ends with its socket, for callers who know better from where to go on. */
  readonly endsWithSocket?: boolean
  started?(): void
  /** `eventId` is the `tracked()` id. Called once for a query or a mutation. */
  data(data: unknown, eventId: string | undefined): void
  failed(error: ErrorShape): void
  /** Nothing more will come. */
  done(): void
}

interface Pending {
  readonly call: Call
  readonly id: RequestId
  /** Where it was sent; null while it waits for a socket, or for its id to be free. */
  socket: Socket | null
  /** A socket that has refused it for its old token. */
  avoids: Socket | null
  lastEventId: string | undefined
  cancelTimeout: () => void
}

export interface Requests {
  readonly traffic: Traffic
  /** Sends `call` now, or as soon as there is a socket. Returns a function that gives it up. */
  start(call: Call): () => void
  /** Fails whatever waits. */
  close(): void
}

export interface RequestsOptions {
  readonly clock: Clock
  /** A query or a mutation that has no answer after this long fails with UNAVAILABLE, sent or not. */
  readonly timeoutMs: number
  /** Why no call can be made now; null when one can, or soon can. */
  readonly unable: () => Reason | null
  /** A call was refused. True: there will be a socket with a better token, on which it is worth another try. */
  readonly renew: (reason: Reason | undefined) => boolean
}

export function makeRequests(options: RequestsOptions): Requests {
  const { clock, timeoutMs } = options
  const pending = new Map<RequestId, Pending>()
  /** Ids of subscriptions we have stopped and the server has not yet: they are not free. */
  const stopping = new Map<Socket, Set<RequestId>>()
  let current: Socket | null = null
  let lastNumber = 0

  function start(call: Call): () => void {
    const reason = options.unable()
    if (reason !== null) {
      clock.nextTick(() => call.failed(shapeOf(reason, call.path)))
      return () => {}
    }
    const one: Pending = {
      call,
      id: idFor(call),
      socket: null,
      avoids: null,
      lastEventId: undefined,
      cancelTimeout: () => {},
    }
    if (call.method !== 'subscription') {
      one.cancelTimeout = clock.after(timeoutMs, () => fail(one, shapeOf('UNAVAILABLE', call.path)))
    }
    pending.set(one.id, one)
    send(one)
    return () => giveUp(one)
  }

  /**
   * Everybody's `sync.resume` has the id "sync" and a room's events have the room's id, so that the frame of one
   * event has the same bytes for all of our clients and the server encodes and publishes it once.
   */
  function idFor(call: Call): RequestId {
    const constant = call.method === 'subscription' ? constantId(call) : null
    return constant === null || pending.has(constant) ? ++lastNumber : constant
  }

  function send(one: Pending): void {
    if (current === null || one.socket !== null || one.avoids === current) return
    if (stopping.get(current)?.has(one.id)) return
    one.socket = current
    const { path, input } = one.call
    const params =
      one.lastEventId === undefined ? { path, input } : { path, input, lastEventId: one.lastEventId }
    current.send({ id: one.id, method: one.call.method, params })
  }

  function sendAll(): void {
    for (const one of [...pending.values()]) send(one)
  }

  function end(one: Pending): void {
    one.cancelTimeout()
    pending.delete(one.id)
  }

  function fail(one: Pending, error: ErrorShape): void {
    if (pending.get(one.id) !== one) return
    end(one)
    one.call.failed(error)
  }

  function giveUp(one: Pending): void {
    if (pending.get(one.id) !== one) return
    end(one)
    if (one.socket === null || one.call.method !== 'subscription') return
    one.socket.send({ id: one.id, method: 'subscription.stop' })
    const ids = stopping.get(one.socket) ?? new Set()
    stopping.set(one.socket, ids.add(one.id))
  }

  function received(socket: Socket, message: Incoming): void {
    const { id, result, error } = message
    if (id === null || id === undefined) return
    const isEnd = error !== undefined || result?.type === 'stopped'
    if (isEnd) stopping.get(socket)?.delete(id)
    const one = pending.get(id)
    // Not sent there: a late word to a call that moved or was given up, or the end of what held an id.
    if (one?.socket !== socket) {
      if (isEnd) sendAll()
    } else if (error !== undefined) refused(one, error)
    else if (result?.type === 'started') one.call.started?.()
    else if (result?.type === 'stopped') finish(one)
    else if (result !== undefined) arrived(one, result.data, result.id)
  }

  function arrived(one: Pending, data: unknown, eventId: string | undefined): void {
    if (one.call.method === 'subscription') {
      one.lastEventId = eventId ?? one.lastEventId
      one.call.data(data, eventId)
    } else {
      end(one)
      one.call.data(data, eventId)
      one.call.done()
    }
  }

  function finish(one: Pending): void {
    end(one)
    one.call.done()
  }

  function refused(one: Pending, error: ErrorShape): void {
    if (one.avoids !== null || !options.renew(error.data?.reason)) {
      fail(one, error)
      return
    }
    // Refused means not done, so it may be sent again, even a mutation.
    one.avoids = one.socket
    one.socket = null
  }

  /** The socket will say no more: what does not bear repeating fails, the rest waits for the next socket. */
  function abandon(socket: Socket, only: (one: Pending) => boolean): void {
    for (const one of [...pending.values()]) {
      if (one.socket !== socket || !only(one)) continue
      one.socket = null
      if (one.call.method === 'mutation') fail(one, shapeOf('UNAVAILABLE', one.call.path))
      else if (one.call.endsWithSocket) finish(one)
    }
  }

  return {
    start,
    close() {
      for (const one of [...pending.values()]) fail(one, shapeOf('UNAVAILABLE', one.call.path))
    },
    traffic: {
      opened(socket) {
        const before = current
        current = socket
        // Subscriptions move over; calls stay where they are until they are answered.
        if (before !== null) abandon(before, (one) => one.call.method === 'subscription')
        sendAll()
      },
      message: received,
      lost(socket) {
        stopping.delete(socket)
        if (socket === current) current = null
        abandon(socket, () => true)
        sendAll()
      },
      isBusy: (socket) =>
        [...pending.values()].some((one) => one.socket === socket && one.call.method !== 'subscription'),
    },
  }
}

function constantId(call: Call): string | null {
  if (call.path === 'sync.resume') return 'sync'
  const input = call.input as { conversationId?: string; postId?: string } | null
  if (call.path === 'conversations.events') return input?.conversationId ?? null
  return call.path === 'posts.events' ? (input?.postId ?? null) : null
}
