/** Token buckets: `take` from one bucket, or from that of a key in `Rates`. */

import { Lru } from '../../engine/kernel/lru.ts'
import { refuse } from '../../engine/protocol/errors.ts'
import type { Rate } from './limits.ts'

/** May go below zero: see `take`. */
export interface Bucket {
  tokens: number
  atMs: number
}

export function bucket({ burst }: Rate, nowMs: number): Bucket {
  return { tokens: burst, atMs: nowMs }
}

/** What a refused call costs of one that is run: keeping on at ten times the rate leads ever deeper into debt. */
const REFUSED_COST = 0.1

/** Takes `count` tokens. Returns 0, or refuses by saying after how many ms there would have been enough. */
export function take(from: Bucket, { perSecond, burst }: Rate, nowMs: number, count = 1): number {
  // A clock that jumps back gives nothing and takes nothing.
  const passedMs = Math.max(0, nowMs - from.atMs)
  from.tokens = Math.min(burst, from.tokens + (passedMs * perSecond) / 1_000)
  from.atMs = nowMs
  const missing = count - from.tokens
  from.tokens -= missing > 0 ? count * REFUSED_COST : count
  return missing > 0 ? Math.ceil((missing * 1_000) / perSecond) : 0
}

/** Keys whose buckets are remembered; one that is forgotten starts full. */
const KEYS_MAX = 100_000

export class Rates {
  readonly #rate: Rate
  readonly #buckets = new Lru<string, Bucket>(KEYS_MAX)

  constructor(rate: Rate) {
    this.#rate = rate
  }

  /** Refuses with RATE_LIMITED when `key` has made too many calls. */
  check(key: string, nowMs: number, count = 1): void {
    this.checkBucket(this.bucketOf(key, nowMs), nowMs, count)
  }

  /** The bucket of a key, for who asks often. */
  bucketOf(key: string, nowMs: number): Bucket {
    let found = this.#buckets.get(key)
    if (found === undefined) {
      found = bucket(this.#rate, nowMs)
      this.#buckets.set(key, found)
    }
    return found
  }

  checkBucket(from: Bucket, nowMs: number, count = 1): void {
    const retryAfterMs = take(from, this.#rate, nowMs, count)
    if (retryAfterMs > 0) refuse('RATE_LIMITED', { retryAfterMs })
  }
}
