/** What the publisher needs of the house: the rows that are due, the rooms, and what speaks for organisations outside. */
import type { Log } from '../../engine/actors/ports.ts'
import type { Outside } from '../../engine/outside/outside.ts'
import type { Visitor } from '../../engine/post/attempt.ts'
import type { Purpose } from '../../engine/protocol/post-shapes.ts'
import type { PgDues } from '../../engine/store/dues.ts'
import type { Store } from '../../engine/store/store.ts'

export interface PublisherParts extends Visitor {
  readonly dues: Pick<PgDues, 'claim' | 'nextBefore'>
  readonly store: Pick<Store, 'scoped'>
  readonly outside: Pick<Outside, 'platforms' | 'accounts' | 'budgets' | 'breakers' | 'media'>
  readonly log: Log
  readonly patience: Patience
}

export interface Patience {
  /** A row that nobody fired in that time is anybody's again. */
  readonly claimMs: number
  /** After so long without a word others look what became of an attempt. */
  readonly leaseMs: Readonly<Record<Purpose, number>>
  /**
   * What is sent with so much of its lease left is public before that ends, or never will be. Whoever looks after the lease
   * must not miss what is still on its way.
   */
  readonly sendBeforeMs: number
}

/**
 * With 30 s for a call, leases of a minute, and 45 s of it left before the call: it takes 30 s at most, and networks show
 * within 10 s what they took. Uploads of films take their time.
 */
export function patienceOf(networkTimeoutMs: number): Patience {
  const leaseMs = 2 * networkTimeoutMs
  return {
    claimMs: networkTimeoutMs / 2,
    leaseMs: { rehearse: leaseMs, prepare: 10 * leaseMs, publish: leaseMs, reconcile: leaseMs },
    sendBeforeMs: 1.5 * networkTimeoutMs,
  }
}
