/** `startRounds`: does a thing again and again, one after the other, for as long as the node lives. */
import type { Log } from '../engine/actors/ports.ts'
import type { Clock } from '../engine/kernel/clock.ts'

export interface Rounds {
  readonly clock: Clock
  readonly log: Log
  /** Of the log, when a round fails; the next comes all the same. */
  readonly failure: string
  /** Before the first. */
  readonly firstMs: number
  /** From the end of one to the beginning of the next. */
  readonly everyMs: number
  readonly round: () => Promise<unknown>
}

/** Returns a function that ends it; a round that has begun goes on to its end. */
export function startRounds({ clock, log, failure, firstMs, everyMs, round }: Rounds): () => void {
  let isStopped = false
  let cancel = clock.after(firstMs, run)
  function run(): void {
    round()
      .catch((error) => log.warn({ err: error }, failure))
      .finally(() => {
        if (!isStopped) cancel = clock.after(everyMs, run)
      })
  }
  return () => {
    isStopped = true
    cancel()
  }
}
