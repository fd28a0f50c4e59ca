/** `freePort` and `isReady`: what starting any server needs. */
import { once } from 'node:events'
import { createServer } from 'node:net'

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  const closed = once(probe, 'close')
  probe.close()
  await closed
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}

/** Polls until `check` says so. Rejects after `ms` with what `why` tells. */
export async function until(check: () => Promise<boolean>, ms: number, why: () => string): Promise<void> {
  const giveUpAt = performance.now() + ms
  while (!(await check().catch(() => false))) {
    if (performance.now() > giveUpAt) throw new Error(why())
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
