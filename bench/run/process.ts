/** `freePort` and `isReady`: what starting any server needs. */
import { createServer } from 'node:net'

/**
 * A port of the loopback that nobody uses at the moment, below those that the system gives to outgoing connections
 * (from 32,768 on): none of them can take it while a server that was killed is down.
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

/** Polls until `check` says so. Rejects after `ms` with what `why` tells. */
export async function until(check: () => Promise<boolean>, ms: number, why: () => string): Promise<void> {
  const giveUpAt = performance.now() + ms
  while (!(await check().catch(() => false))) {
    if (performance.now() > giveUpAt) throw new Error(why())
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
