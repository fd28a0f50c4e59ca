/** `freePort`: a port of the loopback for a server that a test stops and starts again. */
import { createServer } from 'node:net'

/**
 * A port that nobody uses at the moment, below those that the system gives to outgoing connections (from 32,768 on):
 * while our server is down none of them can take its port, nor can a client that tries again be connected to itself.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000)
    if (await isFree(port)) return port
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}
