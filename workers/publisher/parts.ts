/** What the publisher needs of the house: the rows that are due, the rooms, and what speaks for organisations outside. */
import type { Log } from '../../engine/actors/ports.ts'
import type { Outside } from '../../engine/outside/outside.ts'
import type { Visitor } from '../../engine/post/attempt.ts'
import type { Purpose } from '../../engine/protocol/post-shapes.ts'
import type { PgDues } from '../../engine/store/dues.ts'

export interface PublisherParts extends Visitor {
  readonly dues: Pick<PgDues, 'claim' | 'nextBefore'>
  readonly outside: Pick<Outside, 'platforms' | 'accounts' | 'budgets' | 'breakers' | 'media'>
  readonly log: Log
  /** After so long without a word others look what became of an attempt; `LEASE_MS` of publisher.ts unless told. */
  readonly leaseMs?: Readonly<Record<Purpose, number>>
  /** How much of a lease must be left to publish; see ask.ts. */
  readonly sendBeforeMs?: number
}
