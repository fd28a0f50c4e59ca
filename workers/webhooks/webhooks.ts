/**
 * `startWebhooks`: tells addresses outside what happens to posts: follows the journal, numbers what each webhook wants, and
 * sends it until it is taken. At least once: whoever is told knows a repetition by its number.
 *
 * Every process runs it, and one at a time does the work: the one that holds the lease.
 */
import { deliverDue } from './deliver.ts'
import { LEASE_MS, leaveLease, takeLease } from './lease.ts'
import { numberNext } from './number.ts'
import type { WebhookParts } from './parts.ts'
import { sealOld } from './seal-old.ts'

export interface Webhooks {
  /** Sends nothing more; resolves when what is on its way has its answer. */
  stop(): Promise<void>
}

/** Between two looks at the journal by whoever has the lease: two queries. */
const LOOK_MS = 500
/** Between two tries to get the lease, and after a failure. */
const TRY_MS = LEASE_MS / 3
/** Batches of the journal in one round: the lease is kept between rounds. */
const BATCHES_MAX = 20

export function startWebhooks(parts: WebhookParts): Webhooks {
  const { clock, log } = parts
  const holder = parts.newId()
  const busy = new Map<string, Promise<void>>()
  let isStopped = false
  let isSealed = false
  let cancel = () => {}
  let round = Promise.resolve()

  /** True when it has the lease. */
  async function work(): Promise<boolean> {
    let position = await takeLease(parts, holder)
    if (position === null) return false
    if (!isSealed) await sealOld(parts)
    isSealed = true
    for (let batches = 0; batches < BATCHES_MAX && !isStopped; batches++) {
      const next = await numberNext(parts, holder, position)
      position = next.position
      if (!next.isMore) break
    }
    if (!isStopped) await deliverDue(parts, busy)
    return true
  }

  function begin(): void {
    round = work()
      .catch((error) => {
        log.warn({ err: error }, 'webhooks could not be looked after')
        return false
      })
      .then((hasLease) => {
        if (!isStopped) cancel = clock.after(hasLease ? LOOK_MS : TRY_MS, begin)
      })
  }

  begin()
  return {
    async stop() {
      isStopped = true
      cancel()
      await round
      await Promise.all(busy.values())
      await leaveLease(parts, holder).catch(() => {})
    },
  }
}
