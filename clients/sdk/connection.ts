/**
 * The connection: keeps one live socket to the server for as long as somebody is signed in, whatever happens to it.
 *
 *              open()               the server answers
 *     idle ────────────▶ connecting ──────────────────▶ live ◀──┐ renew(): a second socket is opened beside the
 *      ▲                  ▲      │                        │  └───┘ first, and replaces it once it is live
 *      │ shut()           │      │ refused, timed out     │ lost
 *      │                  │      ▼                        │
 *      └─────────────── waiting ◀─────────────────────────┘
 *                    (backoff; at once when the network returns)
 *
 * From every state: close() ─▶ closed, for ever; the server ends the session ─▶ idle.
 */
import type { Clock } from '../../engine/kernel/clock.ts'
import type { Random } from '../../engine/kernel/ids.ts'
import { afterClose } from '../../engine/protocol/close-codes.ts'
import { backoff } from './backoff.ts'
import type { Incoming } from './frames.ts'
import { cell } from './observable.ts'
import { openSocket, type Socket } from './socket.ts'
import type { Surroundings } from './surroundings.ts'
import type { ConnectionView, Observable } from './types.ts'

/** Live for this long counts as well again: the next wait is short. */
const STABLE_MS = 5_000
/** What `wait` of close-codes.ts means at least. */
const FLOODED_MS = 10_000
/** A socket that has been replaced may finish its calls for this long. */
const RETIRING_MS = 10_000

/** Who uses the connection's sockets: link.ts. */
export interface Traffic {
  /** From now on everything is sent on `socket`. */
  opened(socket: Socket): void
  message(socket: Socket, message: Incoming): void
  lost(socket: Socket): void
  /** Whether an answer is still awaited on `socket`. */
  isBusy(socket: Socket): boolean
}

export interface ConnectionOptions {
  /** ws(s) address. */
  readonly url: string
  readonly WebSocket: typeof WebSocket
  /** Who we are, asked before each attempt. Null: nobody, so be idle. A rejection counts as a failed attempt. */
  readonly params: () => Promise<Readonly<Record<string, string>> | null>
  /** The server did not accept what `params` said: it must be renewed before the next attempt. */
  readonly refused: () => void
  /** The server has ended the session: `params` will never be accepted again. */
  readonly ended: () => void
  readonly clock: Clock
  readonly random: Random
  readonly surroundings: Surroundings
  readonly traffic: Traffic
}

export interface Connection {
  readonly view: Observable<Pick<ConnectionView, 'state' | 'retryAt'>>
  open(): void
  /** Back to idle. */
  shut(): void
  /** Changes socket without losing a call: new credentials, or a server that is about to stop. */
  renew(): void
  /** For ever. */
  close(): void
}

export function makeConnection(options: ConnectionOptions): Connection {
  const { clock, traffic } = options
  const view = cell<Pick<ConnectionView, 'state' | 'retryAt'>>({ state: 'idle', retryAt: null })
  const waits = backoff(options.random)
  let isWanted = false
  let isClosed = false
  let current: Socket | null = null
  const retired = new Map<Socket, () => void>()
  /** The attempt under way; a new object for each, so that a late step of an old one is recognised. */
  let attempt: { socket: Socket | null } | null = null
  let retryAt: number | null = null
  let cancelRetry = () => {}
  let cancelStable = () => {}
  const stops = [options.surroundings.onHope(hope), options.surroundings.onDoubt(() => current?.probe())]

  function show(): void {
    const state = isClosed
      ? 'closed'
      : !isWanted
        ? 'idle'
        : current !== null
          ? 'live'
          : attempt !== null
            ? 'connecting'
            : 'waiting'
    const shown = state === 'waiting' ? retryAt : null
    if (view.get().state !== state || view.get().retryAt !== shown) view.set({ state, retryAt: shown })
  }

  async function tryNow(): Promise<void> {
    cancelRetry()
    retryAt = null
    if (!isWanted || attempt !== null) return
    const mine: { socket: Socket | null } = { socket: null }
    attempt = mine
    show()
    const params = await options.params().catch(() => undefined)
    if (attempt !== mine) return
    if (params === null) return shut()
    if (params === undefined) return failed()
    const socket: Socket = openSocket({
      url: options.url,
      WebSocket: options.WebSocket,
      params,
      clock,
      on: {
        live: () => becameLive(socket),
        message: (message) => heard(socket, message),
        closed: (code) => ended(socket, code),
      },
    })
    mine.socket = socket
  }

  function failed(leastMs = 0): void {
    attempt = null
    const waitMs = leastMs + waits.next()
    retryAt = clock.now() + waitMs
    cancelRetry()
    cancelRetry = clock.after(waitMs, () => void tryNow())
    show()
  }

  function becameLive(socket: Socket): void {
    attempt = null
    const before = current
    current = socket
    cancelStable()
    cancelStable = clock.after(STABLE_MS, () => waits.reset())
    traffic.opened(socket)
    if (before !== null) retire(before)
    show()
  }

  /** Lets the answers that are on their way arrive, then closes. */
  function retire(socket: Socket): void {
    retired.set(
      socket,
      clock.after(RETIRING_MS, () => socket.close()),
    )
    if (!traffic.isBusy(socket)) socket.close()
  }

  function heard(socket: Socket, message: Incoming): void {
    if (message.method === 'reconnect') {
      if (socket === current) renew()
      return
    }
    traffic.message(socket, message)
    // An error without a request is about the connection: what `params` said was not accepted. It will be closed.
    if (message.id === null && message.error !== undefined) {
      if (message.error.data?.httpStatus === 401) options.refused()
      socket.close()
    }
    if (retired.has(socket) && !traffic.isBusy(socket)) socket.close()
  }

  function ended(socket: Socket, code: number): void {
    retired.get(socket)?.()
    const wasRetired = retired.delete(socket)
    traffic.lost(socket)
    if (wasRetired) return
    if (socket === current) {
      current = null
      cancelStable()
    }
    const next = afterClose(code)
    if (next === 'signIn') {
      shut()
      options.ended()
      return
    }
    if (next === 'refresh') options.refused()
    if (attempt?.socket === socket || attempt === null) failed(next === 'wait' ? FLOODED_MS : 0)
    else show()
  }

  /** The network is back, or somebody looks again. */
  function hope(): void {
    waits.reset()
    if (current !== null) current.probe()
    else void tryNow()
  }

  function renew(): void {
    void tryNow()
  }

  function shut(): void {
    isWanted = false
    leave()
    show()
  }

  function close(): void {
    isClosed = true
    for (const stop of stops) stop()
    shut()
  }

  function leave(): void {
    cancelRetry()
    cancelStable()
    retryAt = null
    const sockets = [...retired.keys(), current, attempt?.socket]
    current = null
    attempt = null
    for (const socket of sockets) {
      if (!socket) continue
      retired.set(socket, () => {})
      socket.close()
    }
  }

  return {
    view,
    open() {
      if (isWanted || isClosed) return
      isWanted = true
      waits.reset()
      void tryNow()
    },
    shut,
    renew,
    close,
  }
}
