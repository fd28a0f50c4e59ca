import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { startTcpProxy } from './tcp-proxy.ts'

/** A server that says everything back, behind a proxy. */
async function echo() {
  const server = createServer((socket) => void socket.on('error', () => {}).pipe(socket)).listen(
    0,
    '127.0.0.1',
  )
  await once(server, 'listening')
  const proxy = await startTcpProxy((server.address() as { port: number }).port)
  onTestFinished(async () => {
    await proxy.close()
    server.close()
  })
  return {
    proxy,
    async client() {
      const socket = connect(proxy.port, '127.0.0.1').on('error', () => {})
      await once(socket, 'connect')
      return socket
    },
  }
}

async function says(socket: Socket, text: string): Promise<string> {
  socket.write(text)
  const [bytes] = (await once(socket, 'data')) as [Buffer]
  return bytes.toString()
}

test('it passes on, breaks what is cut, refuses until it is mended', async () => {
  const { proxy, client } = await echo()
  const first = await client()
  expect(await says(first, 'hello')).toBe('hello')
  const closed = once(first, 'close')
  proxy.cut()
  await closed
  const refused = await client().catch(() => null)
  if (refused !== null && !refused.closed) await once(refused, 'close')
  proxy.mend()
  expect(await says(await client(), 'again')).toBe('again')
})

test('what is held arrives when it is mended, on the same connection', async () => {
  const { proxy, client } = await echo()
  const socket = await client()
  expect(await says(socket, 'one')).toBe('one')
  proxy.hold('from')
  const heard = once(socket, 'data')
  socket.write('two')
  const early = await Promise.race([heard, new Promise((resolve) => setTimeout(resolve, 100, 'silence'))])
  expect(early).toBe('silence')
  proxy.mend()
  expect(String((await heard)[0])).toBe('two')
})

test('what is swallowed never arrives, and a connection that lost something is broken when it is mended', async () => {
  const { proxy, client } = await echo()
  const socket = await client()
  expect(await says(socket, 'one')).toBe('one')
  const heard: string[] = []
  socket.on('data', (bytes: Buffer) => void heard.push(bytes.toString()))
  proxy.swallow('to')
  socket.write('two')
  const other = await client()
  expect(proxy.size).toBe(2)
  await new Promise((resolve) => setTimeout(resolve, 50))
  const closed = once(socket, 'close')
  proxy.mend()
  await closed
  expect(heard).toEqual([])
  expect(await says(other, 'still here')).toBe('still here')
})
