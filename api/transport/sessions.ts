/** `Sessions`: which open connections belong to which session, so that signing out closes them. */
import type { Socket } from './socket.ts'

/** A socket, or what ends an event stream. A closure for each socket, and one to forget it, would be 200 bytes of it. */
export type Connection = Socket | (() => void)

export class Sessions {
  readonly #endSocket: (socket: Socket) => void
  /** Mostly one connection a session, and a set of one takes 300 bytes. */
  readonly #connections = new Map<string, Connection | Set<Connection>>()

  /** `endSocket` is called when the session of a socket has ended. */
  constructor(endSocket: (socket: Socket) => void) {
    this.#endSocket = endSocket
  }

  add(sessionId: string, connection: Connection): void {
    const ofSession = this.#connections.get(sessionId)
    if (ofSession === undefined) this.#connections.set(sessionId, connection)
    else if (ofSession instanceof Set) ofSession.add(connection)
    else this.#connections.set(sessionId, new Set([ofSession, connection]))
  }

  delete(sessionId: string, connection: Connection): void {
    const ofSession = this.#connections.get(sessionId)
    if (ofSession instanceof Set) ofSession.delete(connection)
    if (ofSession === connection || (ofSession instanceof Set && ofSession.size === 0))
      this.#connections.delete(sessionId)
  }

  /** Ends the connections of a session. */
  end(sessionId: string): void {
    const ofSession = this.#connections.get(sessionId)
    if (ofSession === undefined) return
    for (const one of ofSession instanceof Set ? [...ofSession] : [ofSession]) {
      if (typeof one === 'function') one()
      else this.#endSocket(one)
    }
  }
}
