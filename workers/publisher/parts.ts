/** What the publisher needs of the house: the rows that are due, the rooms, and what speaks for organisations outside. */
import type { Log } from '../../engine/actors/ports.ts'
import type { Accounts } from '../../engine/outside/accounts/accounts.ts'
import type { Budgets } from '../../engine/outside/budgets/budgets.ts'
import type { Media } from '../../engine/outside/media/media.ts'
import type { Outside } from '../../engine/outside/outside.ts'
import type { Visitor } from '../../engine/post/attempt.ts'
import type { SlotTime } from '../../engine/post/slots.ts'
import type { Purpose } from '../../engine/protocol/post-shapes.ts'
import type { PgDues } from '../../engine/store/dues.ts'
import type { OfAccount } from '../../engine/store/next-slot.ts'

export interface PublisherParts extends Visitor {
  readonly dues: Pick<PgDues, 'claim' | 'nextBefore'>
  readonly outside: PublishersOutside
  /** The next free slot of an account after an instant (ISO 8601 in UTC); null when there is none. */
  readonly nextSlotOf: (account: OfAccount, after: string) => Promise<SlotTime | null>
  readonly log: Log
  readonly patience: Patience
  /** How long it sleeps at most; a second unless told. */
  readonly lookMs?: number
}

/** What of the outside a visit to a network needs. */
export interface PublishersOutside extends Pick<Outside, 'platforms' | 'breakers'> {
  readonly accounts: Pick<Accounts, 'credentialOf' | 'refreshed' | 'bury'>
  readonly budgets: Pick<Budgets, 'take' | 'refund' | 'undo' | 'learn' | 'blocked'>
  readonly media: Pick<Media, 'refsOf'>
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
