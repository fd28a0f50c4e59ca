/** Raw uWebSockets, one event a frame: `publish` lets the native side walk the room, `send` does it in JavaScript. */
import { App, us_socket_local_port, type WebSocket } from 'uWebSockets.js'
import { Asked, eventOf, NOBODY, ready, Said } from '../chat.ts'

interface Own {
  joined: Set<WebSocket<Own>> | null
}

const publishes = process.argv[2] !== 'send'
const rooms = new Map<string, Set<WebSocket<Own>>>()
const app = App()

app.ws<Own>('/*', {
  maxBackpressure: 64 * 1024 * 1024,
  idleTimeout: 0,
  upgrade(res, req, context) {
    res.upgrade(
      { joined: null },
      req.getHeader('sec-websocket-key'),
      req.getHeader('sec-websocket-protocol'),
      req.getHeader('sec-websocket-extensions'),
      context,
    )
  },
  message(socket, message) {
    const { id, join, send, ask } = JSON.parse(Buffer.from(message).toString())
    if (join !== undefined) {
      socket.subscribe(join)
      const room = rooms.get(join) ?? new Set()
      rooms.set(join, room)
      room.add(socket)
      socket.getUserData().joined = room
      socket.send('{"joined":true}')
    } else if (send !== undefined) {
      const said = Said.parse(send)
      const frame = JSON.stringify({ event: eventOf(said) })
      if (publishes) app.publish(said.conversationId, frame)
      else for (const member of rooms.get(said.conversationId) ?? []) member.send(frame)
    } else {
      Asked.parse(ask)
      socket.send(JSON.stringify({ id, result: NOBODY }))
    }
  },
  close(socket) {
    socket.getUserData().joined?.delete(socket)
  },
})
app.listen('127.0.0.1', 0, (listening) => {
  if (!listening) throw new Error('no free port')
  ready(us_socket_local_port(listening))
})
