/** `openDeaf`: a client that subscribes and then never reads again, though its connection stays. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { frameOf, TEXT } from '../../load/frame-writer.ts'
import { handshake } from '../../load/handshake.ts'

/** Resolves once it has subscribed, and reads no more. Who opens it destroys it. */
export async function openDeaf(
  url: string,
  token: string,
  positions: Readonly<Record<string, string>>,
): Promise<Socket> {
  const { hostname, port, host } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port) })
  // what a server does to those who do not read
  socket.on('error', () => socket.destroy())
  await once(socket, 'connect')
  socket.write(handshake({ host, path: '/trpc', token }).request)
  await once(socket, 'data')
  const call = { id: 1, method: 'subscription', params: { path: 'sync.resume', input: { positions } } }
  socket.write(frameOf(TEXT, Buffer.from(JSON.stringify(call)), Buffer.from([1, 2, 3, 4])))
  await once(socket, 'data')
  socket.pause()
  return socket
}
