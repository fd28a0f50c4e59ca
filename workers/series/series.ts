/** `startSeries`: makes the copies that series bring within thirty days, hour by hour, for as long as they go on. */
import type { Log } from '../../engine/actors/ports.ts'
import { makeSeries } from '../../engine/planning/make-series.ts'
import type { Planner } from '../../engine/planning/planner.ts'
import { ERRORS, Refusal } from '../../engine/protocol/errors.ts'
import type { Series } from '../../engine/store/entities/series.ts'
import { claimSeries, stopSeries } from '../../engine/store/series.ts'
import { startRounds } from '../rounds.ts'

export interface SeriesParts extends Planner {
  readonly log: Log
}

/** Copies are made a month ahead, so an hour is soon enough. */
const ROUND_MS = 60 * 60_000
/** Not while a node starts. */
const FIRST_MS = 2 * 60_000
/** Longer than it takes to make what series bring; whoever dies in it keeps others waiting for so long. */
const CLAIM_MS = 10 * 60_000
const AT_ONCE = 20

/** Returns a function that ends it: what has begun is finished, or made again by somebody else. */
export function startSeries(parts: SeriesParts): () => void {
  const { clock, log } = parts
  let isStopped = false
  const end = startRounds({
    clock,
    log,
    failure: 'a round of the series failed',
    firstMs: FIRST_MS,
    everyMs: ROUND_MS,
    round: () => makeDue(parts, () => isStopped),
  })
  return () => {
    isStopped = true
    end()
  }
}

/** One round: everything that must be made by now and that nobody else is at. */
export async function makeDue(parts: SeriesParts, isStopped = () => false): Promise<void> {
  for (;;) {
    const claimed = await claimSeries(parts.store, {
      nowMs: parts.clock.now(),
      claimMs: CLAIM_MS,
      limit: AT_ONCE,
    })
    // one after another: nobody waits for them
    for (const series of claimed) {
      if (isStopped()) return
      await make(parts, series)
    }
    if (claimed.length < AT_ONCE) return
  }
}

/** A series whose copies cannot be made stops, and says why. What may be tried again is: the claim ends. */
async function make(parts: SeriesParts, series: Series): Promise<void> {
  const { id, organisationId } = series
  try {
    await makeSeries(parts, series)
  } catch (error) {
    if (error instanceof Refusal && !ERRORS[error.reason].retryable) {
      await stopSeries(parts.store, series, error.reason)
      parts.log.warn({ series: id, organisationId, reason: error.reason }, 'a series has stopped')
    } else parts.log.warn({ series: id, err: error }, 'copies of a series could not be made')
  }
}
