/** `Outbox`: answers of a later turn than that of their call; a socket gets those that are ready together in one write. */
import { send } from './backpressure.ts'
import type { Socket } from './socket.ts'

/**
 * A write costs 2.2 µs whatever it carries. They leave when all promises of the commit that brought them have been
 * heard, right after its events (`engine/fanout`): uWebSockets writes what is published to a socket before what is sent
 * to it, and a cork makes it one. At the end of the turn they would wait for whatever else came in with it.
 */
export class Outbox {
  readonly #sent: () => void
  #waiting: Socket[] = []

  /** `sent` is called once for each answer that is on its way, or lost with its socket. */
  constructor(sent: () => void) {
    this.#sent = sent
  }

  add(socket: Socket, frame: string): void {
    if (socket.answers !== null) {
      socket.answers.push(frame)
      return
    }
    socket.answers = [frame]
    if (this.#waiting.push(socket) === 1) process.nextTick(() => this.#flush())
  }

  #flush(): void {
    const sockets = this.#waiting
    this.#waiting = []
    for (const socket of sockets) {
      const frames = socket.answers ?? []
      socket.answers = null
      socket.ws?.cork(() => {
        for (const frame of frames) send(socket, frame)
      })
      for (let count = frames.length; count > 0; count--) this.#sent()
    }
  }
}
