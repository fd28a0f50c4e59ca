/** `Outbox`: answers that are ready later than their turn wait for its end, so that a socket gets them in one write. */
import { send } from './backpressure.ts'
import type { Socket } from './socket.ts'

/**
 * A write costs 2.2 µs whatever it carries. What one commit has answered is there in one turn, and so are its
 * events: uWebSockets writes what is published to a socket before what is sent to it, and a cork makes it one.
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
    if (this.#waiting.push(socket) === 1) setImmediate(() => this.#flush())
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
