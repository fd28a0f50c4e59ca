/** `Expiries`: closes sockets whose token runs out. A timer for each would take 300 bytes of every socket. */
import type { Clock } from '../../engine/kernel/clock.ts'
import type { Socket } from './socket.ts'

/** The longest that a timer of Node can wait. */
const WAIT_MS_MAX = 2 ** 31 - 1

interface Due {
  readonly sockets: Set<Socket>
  readonly cancel: () => void
}

/** Tokens end at whole seconds, so those of many sockets share a timer. */
export class Expiries {
  readonly #clock: Clock
  readonly #end: (socket: Socket) => void
  /** By end, ms since 1970. */
  readonly #due = new Map<number, Due>()

  constructor(clock: Clock, end: (socket: Socket) => void) {
    this.#clock = clock
    this.#end = end
  }

  add(atMs: number, socket: Socket): void {
    const known = this.#due.get(atMs)
    if (known !== undefined) {
      known.sockets.add(socket)
      return
    }
    const sockets = new Set([socket])
    const leftMs = Math.min(Math.max(atMs - this.#clock.now(), 0), WAIT_MS_MAX)
    const cancel = this.#clock.after(leftMs, () => {
      this.#due.delete(atMs)
      for (const due of sockets) this.#end(due)
    })
    this.#due.set(atMs, { sockets, cancel })
  }

  delete(atMs: number, socket: Socket): void {
    const due = this.#due.get(atMs)
    if (!due?.sockets.delete(socket) || due.sockets.size > 0) return
    due.cancel()
    this.#due.delete(atMs)
  }
}
