/** `makeMoves`: waiting, for a bounded time and in a bounded crowd, until a shard is where one needs it. */
import type { Clock } from '../kernel/clock.ts'
import { Refusal } from '../protocol/errors.ts'
import type { Directory } from './directory.ts'

export interface Moves {
  /**
   * Resolves true once `isThere` holds, which is asked now and whenever the shard has moved; false after `limitMs`.
   * Rejects with BUSY when too many wait already.
   */
  until(shard: number, isThere: () => boolean, limitMs: number): Promise<boolean>
  /** How many wait. */
  readonly waiting: number
  /** Nobody waits any more; what waits resolves false. */
  stop(): void
}

interface Waiter {
  readonly isThere: () => boolean
  readonly end: (hasCome: boolean) => void
}

const RETRY_AFTER_MS = 500

export function makeMoves(directory: Directory, clock: Clock, waitingMax: number): Moves {
  const waiters = new Map<number, Set<Waiter>>()
  let waiting = 0
  let isStopped = false
  const stopHearing = directory.onMoved((shards) => {
    for (const shard of shards)
      for (const waiter of [...(waiters.get(shard) ?? [])]) if (waiter.isThere()) waiter.end(true)
  })

  return {
    until(shard, isThere, limitMs) {
      if (isThere()) return Promise.resolve(true)
      if (isStopped) return Promise.resolve(false)
      if (waiting >= waitingMax) return Promise.reject(new Refusal('BUSY', { retryAfterMs: RETRY_AFTER_MS }))
      return new Promise((resolve) => {
        const crowd = waiters.get(shard) ?? new Set()
        const waiter: Waiter = {
          isThere,
          end(hasCome) {
            if (!crowd.delete(waiter)) return
            waiting--
            if (crowd.size === 0) waiters.delete(shard)
            stopTimer()
            resolve(hasCome)
          },
        }
        const stopTimer = clock.after(limitMs, () => waiter.end(false))
        waiters.set(shard, crowd.add(waiter))
        waiting++
      })
    },
    get waiting() {
      return waiting
    },
    stop() {
      isStopped = true
      stopHearing()
      for (const crowd of [...waiters.values()]) for (const waiter of [...crowd]) waiter.end(false)
    },
  }
}
