/** `until`: waits for what another process does. */
import { setTimeout as sleep } from 'node:timers/promises'

const POLL_MS = 20

/** Polls until `check` says so. Rejects after `ms` with what `why` tells. */
export async function until(check: () => Promise<boolean>, ms: number, why: () => string): Promise<void> {
  const giveUpAt = performance.now() + ms
  while (!(await check().catch(() => false))) {
    if (performance.now() > giveUpAt) throw new Error(why())
    await sleep(POLL_MS)
  }
}
