/** `SocketCtx`: the context of a call on a WebSocket. A class, so that what few procedures ask for is made when they do. */
import type { Ctx } from '../context.ts'
import type { Door } from './door.ts'
import { type Socket, signalOf } from './socket.ts'

export class SocketCtx implements Ctx {
  readonly #door: Door
  readonly #socket: Socket
  readonly #call: number
  readonly #stopping: { readonly signal: AbortSignal } | undefined

  /** `call` numbers the calls of the socket; `stopping` ends one before the socket does. */
  constructor(door: Door, socket: Socket, call: number, stopping?: { readonly signal: AbortSignal }) {
    this.#door = door
    this.#socket = socket
    this.#call = call
    this.#stopping = stopping
  }

  get node() {
    return this.#door.node
  }

  get session() {
    return this.#socket.session
  }

  get fault() {
    return this.#socket.fault
  }

  get address() {
    return this.#socket.address
  }

  get requestId() {
    return `${this.#socket.requestId}.${this.#call}`
  }

  get signal() {
    return this.#stopping?.signal ?? signalOf(this.#socket)
  }

  get transport() {
    return 'ws' as const
  }

  get cookies() {
    return this.#socket.cookies
  }

  get sockets() {
    return this.#door.sockets
  }

  get live() {
    return this.#door.live
  }

  /** Stands for itself, without its context, as the methods of a plain context do. */
  get header() {
    const { headers } = this.#socket
    return (name: string) => headers.get(name)
  }

  /** There is no answer with headers on a WebSocket. */
  setCookie(): void {}
}

/** The same with all of it made at once: tRPC's middlewares copy a context field by field. */
export function plainCtx(ctx: SocketCtx): Ctx {
  const { node, session, fault, address, requestId, signal } = ctx
  const { transport, cookies, sockets, live, header, setCookie } = ctx
  return {
    node,
    session,
    fault,
    address,
    requestId,
    transport,
    cookies,
    sockets,
    live,
    signal,
    header,
    setCookie,
  }
}
