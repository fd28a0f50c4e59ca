/** Plain `ws`: a room is a set of sockets, an event is encoded once and sent to each. */
import { type WebSocket, WebSocketServer } from 'ws'
import { Asked, eventOf, NOBODY, ready, Said } from '../chat.ts'

const rooms = new Map<string, Set<WebSocket>>()

const wss = new WebSocketServer({ host: '127.0.0.1', port: 0 }, () => {
  const address = wss.address()
  if (address !== null && typeof address === 'object') ready(address.port)
})

wss.on('connection', (socket) => {
  let joined: Set<WebSocket> | null = null
  socket.on('message', (message) => {
    const { id, join, send, ask } = JSON.parse(String(message))
    if (join !== undefined) {
      joined = rooms.get(join) ?? new Set()
      rooms.set(join, joined)
      joined.add(socket)
      socket.send('{"joined":true}')
    } else if (send !== undefined) {
      const said = Said.parse(send)
      // as a Buffer, since a string would be encoded again for each socket
      const frame = Buffer.from(JSON.stringify({ event: eventOf(said) }))
      for (const member of rooms.get(said.conversationId) ?? []) member.send(frame, { binary: false })
    } else {
      Asked.parse(ask)
      socket.send(JSON.stringify({ id, result: NOBODY }))
    }
  })
  socket.on('close', () => joined?.delete(socket))
})
