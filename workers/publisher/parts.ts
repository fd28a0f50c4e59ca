/** What the publisher needs of the house: the rows that are due, the rooms, and what speaks for organisations outside. */
import type { Log } from '../../engine/actors/ports.ts'
import type { Credential, MediaRef, Platform, Quota } from '../../engine/outside/platforms/contract.ts'
import type { Visitor } from '../../engine/post/attempt.ts'
import type { Network } from '../../engine/protocol/post-shapes.ts'
import type { PgDues } from '../../engine/store/dues.ts'

export interface PublisherParts extends Visitor {
  readonly dues: Pick<PgDues, 'claim' | 'nextBefore'>
  readonly platforms: ReadonlyMap<Network, Platform>
  readonly accounts: Accounts
  readonly budgets: Budgets
  readonly breakers: Breakers
  readonly media: MediaLibrary
  readonly log: Log
}

export type Found =
  | { readonly is: 'ok'; readonly credential: Credential }
  | { readonly is: 'dead'; readonly code: string }
  | { readonly is: 'unavailable'; readonly retryAt: string }
  | { readonly is: 'unknown' }

export interface Accounts {
  credentialOf(accountId: string): Promise<Found>
  /** After the network would not take `stale`: another one, fetched once however many ask. */
  refreshed(accountId: string, stale: Credential): Promise<Found>
  /** The network says that somebody must connect it again. */
  bury(accountId: string, code: string): Promise<void>
}

export interface Spending {
  readonly network: Network
  readonly accountId: string
  readonly organisationId: string
  /** Thousandths of a US dollar. */
  readonly costMils: number
  readonly priority: 'publish' | 'reply' | 'poll'
}

export type Allowed =
  | { readonly is: 'ok' }
  | { readonly is: 'throttled'; readonly retryAt: string; readonly scope: Quota['scope'] }
  /** The organisation's cap for the month. */
  | { readonly is: 'spent'; readonly capMils: number }

export interface Budgets {
  take(spending: Spending): Promise<Allowed>
  /** It was not billed. */
  refund(spending: Spending): Promise<void>
  /** What the network said of its limits. */
  learn(spending: Spending, quota: Quota): Promise<void>
  blocked(spending: Spending, scope: Quota['scope'], until: string): Promise<void>
}

/** Keeps a network that does not answer from taking everybody's time. */
export interface Breakers {
  /** Null: it may be asked. Else when it may be asked again, ISO 8601 in UTC. */
  closedUntil(network: Network): string | null
  /** Whether the network did its part. */
  saw(network: Network, isWell: boolean): void
}

export interface MediaLibrary {
  /** In the order of `ids`; those that are gone are left out. */
  refsOf(organisationId: string, ids: readonly string[]): Promise<readonly MediaRef[]>
}
