/** `webSocketBehavior`: tRPC over WebSockets, as uWebSockets calls it. Each line leads to the file that does it. */
import type { WebSocketBehavior } from 'uWebSockets.js'
import { markBroken, wakeDrained } from './backpressure.ts'
import { type Addresses, close, open, upgrade } from './connect.ts'
import type { Door } from './door.ts'
import { receive } from './receive.ts'
import type { Seat, Socket } from './socket.ts'

export function webSocketBehavior(door: Door, sockets: Set<Socket>): WebSocketBehavior<Seat> {
  const { limits } = door
  const addresses: Addresses = new Map()
  return {
    maxPayloadLength: limits.messageBytesMax,
    maxBackpressure: limits.waitingBytesMax,
    closeOnBackpressureLimit: false,
    idleTimeout: limits.idleSecondsMax,
    sendPingsAutomatically: true,
    // No compression: frames are shared by all of a room, and deflating them socket by socket would undo that.
    upgrade: (res, req, context) => upgrade(door, addresses, res, req, context),
    open(ws) {
      sockets.add(ws.getUserData().socket)
      open(door, addresses, ws)
    },
    message: (ws, message, isBinary) => receive(door, ws.getUserData().socket, message, isBinary),
    dropped: (ws) => markBroken(ws.getUserData().socket),
    drain: (ws) => wakeDrained(ws.getUserData().socket, limits),
    close(ws) {
      sockets.delete(ws.getUserData().socket)
      close(door, addresses, ws.getUserData().socket)
    },
  }
}
