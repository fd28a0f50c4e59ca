/** The nats-server that was found starts on a free port and introduces itself. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { NATS_SERVER, partPath } from './parts.ts'

test('nats-server listens on the loopback and says INFO', async () => {
  const server = spawn(partPath(NATS_SERVER), ['--addr', '127.0.0.1', '--port', '-1'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  onTestFinished(async () => {
    if (server.exitCode !== null) return
    server.kill()
    await once(server, 'exit')
  })

  let said = ''
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject)
    server.once('exit', () => reject(new Error(`nats-server ended: ${said}`)))
    server.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const listening = /Listening for client connections on 127\.0\.0\.1:(\d+)/.exec(said)
      if (listening) resolve(Number(listening[1]))
    })
  })

  const socket = connect(port, '127.0.0.1')
  const [first] = (await once(socket, 'data')) as [Buffer]
  socket.destroy()
  expect(first.toString()).toMatch(/^INFO \{.*"version":"2\.\d+/)
})
