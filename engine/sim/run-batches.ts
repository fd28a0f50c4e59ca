/** `runBatches`: many stories on all cores: a thread for each, which fetches a handful of seeds at a time. */
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { BatchOrder } from './batch-worker.ts'
import { type Batch, type BatchOptions, runBatch } from './run-batch.ts'
import { COUNTED, type Counted } from './story.ts'

/** Few, so that all threads end together. */
const SEEDS_A_BATCH = 10
/** A story leaves little but garbage: 83 ms a seed with Node's own size of the young generation, 75 with 64 and 68 with 192, on two cores. */
const YOUNG_MB = 192

export interface BatchesOptions extends BatchOptions {
  /** Called after every batch. */
  readonly onProgress?: (ran: number) => void
}

/** As `runBatch`, which says what the options are. Stops after the batches under way once so many seeds have failed. */
export async function runBatches(options: BatchesOptions): Promise<Batch> {
  const { seeds, from = 1, bug = null, failuresMax = 10, onProgress = () => {} } = options
  const threads = Math.min(availableParallelism(), Math.ceil(seeds / SEEDS_A_BATCH))
  if (threads <= 1) return runBatch(options)
  const startedAt = performance.now()
  const batches: Batch[] = []
  const failures = () => batches.flatMap((batch) => batch.failures)
  const end = from + seeds
  let next = from

  async function work(): Promise<void> {
    const worker = new Worker(new URL('./batch-worker.ts', import.meta.url), {
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    })
    try {
      while (next < end && failures().length < failuresMax) {
        const order: BatchOrder = {
          from: next,
          seeds: Math.min(SEEDS_A_BATCH, end - next),
          bug: bug?.name ?? null,
          failuresMax,
        }
        next += order.seeds
        worker.postMessage(order)
        const [batch] = (await once(worker, 'message')) as [Batch]
        batches.push(batch)
        onProgress(sumOf(batches, ({ ran }) => ran))
      }
    } finally {
      await worker.terminate()
    }
  }

  await Promise.all(Array.from({ length: threads }, work))
  const counts = COUNTED.map((what) => [what, sumOf(batches, ({ counts }) => counts[what])] as const)
  return {
    ran: sumOf(batches, ({ ran }) => ran),
    events: sumOf(batches, ({ events }) => events),
    elapsedMs: performance.now() - startedAt,
    counts: Object.fromEntries(counts) as Record<Counted, number>,
    failures: failures().sort((a, b) => a.seed - b.seed),
  }
}

function sumOf(batches: readonly Batch[], count: (batch: Batch) => number): number {
  return batches.reduce((sum, batch) => sum + count(batch), 0)
}
