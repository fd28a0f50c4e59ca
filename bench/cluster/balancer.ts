/** `startBalancer`: one loopback address in front of several nodes, TCP only: new connections go to the node with the fewest. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export interface Backend {
  readonly name: string
  readonly port: number
  /** Whether it should get new connections. */
  isReady(): Promise<boolean>
}

export interface Balancer {
  readonly port: number
  /** Open connections of each backend, in their order. */
  connections(): readonly number[]
  close(): void
}

interface Lane {
  readonly backend: Backend
  readonly sockets: Set<Socket>
  isReady: boolean
}

/** How often backends are asked; what refuses a connection is left out until it says again that it is ready. */
const LOOK_MS = 250

/** Listens on `port` (0: any free one). A connection that finds no ready backend is closed at once. */
export async function startBalancer(backends: readonly Backend[], port: number): Promise<Balancer> {
  const lanes: Lane[] = backends.map((backend) => ({ backend, sockets: new Set(), isReady: false }))
  const look = () =>
    Promise.all(
      lanes.map(async (lane) => {
        lane.isReady = await lane.backend.isReady()
      }),
    )
  await look()
  const looking = setInterval(() => void look(), LOOK_MS)

  const server = createServer({ noDelay: true }, (client) => pass(client, lanes))
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the balancer has no port')
  return {
    port: address.port,
    connections: () => lanes.map(({ sockets }) => sockets.size),
    close() {
      clearInterval(looking)
      server.close()
      for (const { sockets } of lanes) for (const socket of sockets) socket.destroy()
    },
  }
}

function pass(client: Socket, lanes: readonly Lane[]): void {
  client.on('error', () => client.destroy())
  const ready = lanes.filter(({ isReady }) => isReady)
  const lane = ready.reduce<Lane | null>(
    (best, one) => (best === null || one.sockets.size < best.sockets.size ? one : best),
    null,
  )
  if (lane === null) {
    client.destroy()
    return
  }
  lane.sockets.add(client)
  const server = connect({ port: lane.backend.port, host: '127.0.0.1', noDelay: true })
  const end = () => {
    lane.sockets.delete(client)
    client.destroy()
    server.destroy()
  }
  server.once('connect', () => {
    client.pipe(server)
    server.pipe(client)
  })
  server.once('error', () => {
    if (server.connecting) lane.isReady = false
    end()
  })
  server.once('close', end)
  client.once('close', end)
}
