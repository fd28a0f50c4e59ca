/** `startWorkers`: the long jobs of a node, in its process. They find their work in the database, so any node may do any. */
import type { ParleyNode } from '../engine/node.ts'
import { nextSlotOf } from '../engine/store/next-slot.ts'
import { startHealth } from './health/health.ts'
import { startKeeper } from './keeper/keeper.ts'
import { startMetrics } from './metrics/metrics.ts'
import { patienceOf } from './publisher/parts.ts'
import { startPublisher } from './publisher/publisher.ts'
import { startSweep } from './publisher/sweep.ts'
import { startSeries } from './series/series.ts'
import { startWebhooks } from './webhooks/webhooks.ts'

export interface Workers {
  /** Begins nothing more; resolves when what has begun is done. */
  stop(): Promise<void>
}

export function startWorkers(node: ParleyNode): Workers {
  const { clock, config, deliver, log, newId, outside, readPost, store } = node
  const { dues } = store
  const read = readPost
  const visitor = { deliver, read, newId, clock, log, outside, store }
  const publisher = startPublisher({
    ...visitor,
    dues,
    nextSlotOf: (account, after) => nextSlotOf(store, account, after),
    patience: patienceOf(config.networkTimeoutMs),
  })
  const endHearing = node.onDue(publisher.note)
  const health = startHealth(visitor)
  const endSweep = startSweep({ dues, read, clock, log })
  const endKeeping = startKeeper({ outside, clock, log })
  const endSeries = startSeries({ store, deliver, readPost, newId, clock, log })
  const metrics = startMetrics({ store, outside, clock, log })
  const webhooks = startWebhooks({
    store,
    clock,
    newId,
    log,
    secrets: outside.webhookSecrets,
    allowPrivate: config.webhooksPrivate,
  })
  return {
    async stop() {
      endKeeping()
      endSeries()
      endSweep()
      endHearing()
      await Promise.all([publisher.stop(), health.stop(), metrics.stop(), webhooks.stop()])
    },
  }
}
