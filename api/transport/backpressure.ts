/** `send` and `makePublish`: the only ways out to a WebSocket, and what happens to one that does not read. */
import type { TemplatedApp } from 'uWebSockets.js'
import type { TransportLimits } from './limits.ts'
import { isClosed, type Socket } from './socket.ts'

/** uWebSockets' answer to a send over the limit. */
const DROPPED = 2

/**
 * Sockets that dropped a message and are not closed yet. A later frame could slip through once they have read a
 * little, and leave a hole (uWebSockets issue 1338), so they are closed before anything else is sent to anybody.
 * They cannot be closed, nor leave a topic, inside `dropped` itself: that runs while the native side walks over
 * its subscribers. And `end(code)` is no use: its close frame is dropped like any other (measured: the client
 * sees 1006 either way), and its buffer would be kept for a reader who may never come back.
 */
const broken: Socket[] = []

function closeBroken(): void {
  if (broken.length === 0) return
  for (const socket of broken.splice(0)) socket.ws?.close()
}

/** uWebSockets' `dropped` handler. */
export function markBroken(socket: Socket): void {
  if (isClosed(socket)) return
  socket.state = 'broken'
  if (broken.push(socket) === 1) setImmediate(closeBroken)
}

/** Sends a text frame; does nothing when the socket is gone. */
export function send(socket: Socket, frame: string): void {
  closeBroken()
  if (socket.ws === null || isClosed(socket)) return
  if (socket.ws.send(frame) === DROPPED) markBroken(socket)
  closeBroken()
}

/** Runs `speak`; what it sends to the socket leaves in one write: each costs 2 to 8 µs whatever it carries. */
export function cork({ ws }: Socket, speak: () => void): void {
  if (ws === null) speak()
  else ws.cork(speak)
}

/** Publishes to all sockets that have joined a topic. */
export function makePublish(app: Pick<TemplatedApp, 'publish'>): (topic: string, frame: string) => void {
  return (topic, frame) => {
    closeBroken()
    app.publish(topic, frame)
    closeBroken()
  }
}

/** Whether it reads fast enough to be sent more of what can wait. A closed one is: its frames go nowhere. */
export function isReady({ ws }: Socket, { waitingBytesSoft }: TransportLimits): boolean {
  return ws === null || ws.getBufferedAmount() <= waitingBytesSoft
}

/** Resolves once `isReady`. */
export function whenReady(socket: Socket, limits: TransportLimits): Promise<void> {
  if (isReady(socket, limits)) return Promise.resolve()
  return new Promise((resolve) => {
    if (socket.drained === null) socket.drained = [resolve]
    else socket.drained.push(resolve)
  })
}

/** uWebSockets' `drain` handler, also run when the socket is closed. */
export function wakeDrained(socket: Socket, limits: TransportLimits): void {
  const { drained } = socket
  if (drained === null || !isReady(socket, limits)) return
  socket.drained = null
  for (const wake of drained) wake()
}
