/** `startMetrics`: asks networks from time to time how what is published there does. Several nodes share the work by claims. */
import { startRounds } from '../rounds.ts'
import { claimDue } from './claim.ts'
import { findPublished } from './find.ts'
import { measure } from './measure.ts'
import type { MetricsParts } from './parts.ts'

export interface Metrics {
  /** Asks nothing more; resolves when what is on its way has its answer. */
  stop(): Promise<void>
}

/** Between two rounds; the first number of a post is an hour away anyway. */
const ROUND_MS = 30_000
/** Accounts that are measured at once by one process. */
const LANES = 4

export function startMetrics(parts: MetricsParts, roundMs = ROUND_MS): Metrics {
  const { clock, log } = parts
  let isStopped = false
  let sinceMs: number | null = null
  let round = Promise.resolve()

  async function work(): Promise<void> {
    sinceMs = await findPublished(parts, sinceMs)
    await Promise.all(Array.from({ length: LANES }, measureAll))
  }

  async function measureAll(): Promise<void> {
    while (!isStopped) {
      const due = await claimDue(parts)
      if (due.length === 0) return
      // what was claimed is anybody's again in some minutes
      await measure(parts, due).catch((error) =>
        log.warn({ err: error, account: due[0]?.accountId }, 'an account could not be measured'),
      )
    }
  }

  const end = startRounds({
    clock,
    log,
    failure: 'posts could not be measured',
    firstMs: 0,
    everyMs: roundMs,
    round() {
      round = work()
      return round
    },
  })
  return {
    async stop() {
      isStopped = true
      end()
      await round.catch(() => {})
    },
  }
}
