/** Socket.IO 4; `ws` or `uws` says on which engine. */

import { App, us_socket_local_port } from 'uWebSockets.js'
import { createServer } from 'node:http'
import { Server, type Socket } from 'socket.io'
import { Asked, eventOf, NOBODY, ready, Said } from '../chat.ts'

// the generator speaks no heartbeat; none falls into a run
const io = new Server({ transports: ['websocket'], pingInterval: 3_600_000, serveClient: false })

io.on('connection', (socket: Socket) => {
  socket.on('join', (rooms: string | string[], done: () => void) => {
    void socket.join(rooms)
    done()
  })
  socket.on('send', (input: unknown) => {
    const said = Said.parse(input)
    io.to(said.conversationId).emit('event', eventOf(said))
  })
  socket.on('ask', (input: unknown, done: (answer: typeof NOBODY) => void) => {
    Asked.parse(input)
    done(NOBODY)
  })
})

if (process.argv[2] === 'uws') {
  const app = App()
  io.attachApp(app)
  app.listen('127.0.0.1', 0, (listening) => {
    if (!listening) throw new Error('no free port')
    ready(us_socket_local_port(listening))
  })
} else {
  const http = createServer()
  io.attach(http)
  http.listen(0, '127.0.0.1', () => {
    const address = http.address()
    if (address !== null && typeof address === 'object') ready(address.port)
  })
}
