/** `makeAccounts`: an organisation's accounts at networks: connected by consent, their tokens fresh, until they are dead. */
import type { Logger } from '../../host/log.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { IdSource } from '../../kernel/ids.ts'
import type { Network } from '../../protocol/post-shapes.ts'
import type { Store } from '../../store/store.ts'
import type { Credential, Platform } from '../platforms/contract.ts'
import { begin, type ToConnect } from './begin.ts'
import { bury, disconnect } from './end.ts'
import { credentialOf, endingSoon } from './find.ts'
import { type CameBack, type Finished, finish } from './finish.ts'
import { makeRefresh } from './refresh.ts'
import type { Sealing } from './seal.ts'

export interface Accounts {
  /** What to call the network with now: refreshed before it is handed out when it ends soon. */
  credentialOf(accountId: string): Promise<Found>
  /**
   * The network took `stale` no more. Of all who say so at once, on any node, one asks the network, and the others get
   * what it was given.
   */
  refreshed(accountId: string, stale: Credential): Promise<Found>
  /** The network says that the account must be connected again. With `stale`: unless it has been, since. */
  bury(accountId: string, code: string, stale?: Credential): Promise<void>
  /** The address to send a person to. Refuses with NETWORK_NOT_CONFIGURED and UNKNOWN_ACCOUNT. */
  begin(asked: ToConnect): Promise<string>
  /** They are back. A state is good once, for ten minutes and for who began. */
  finish(back: CameBack): Promise<Finished>
  /** Forgets its tokens; what was published stays, and doing it again is no fault. Refuses with UNKNOWN_ACCOUNT. */
  disconnect(organisationId: string, accountId: string): Promise<void>
  /** Accounts whose long-lived token would run out unless somebody asks for it: `credentialOf` refreshes it. */
  endingSoon(limit: number): Promise<readonly string[]>
  /** Hears, in this process, of each account that died or was disconnected, or that lives again. Returns how to stop. */
  onHealth(listener: HealthListener): () => void
}

export type Found =
  | {
      readonly is: 'ok'
      readonly credential: Credential
      readonly organisationId: string
      readonly network: Network
    }
  /** Somebody must connect it again. */
  | { readonly is: 'dead'; readonly code: string }
  /** Nobody knows; to be asked again. ISO 8601 in UTC. */
  | { readonly is: 'unavailable'; readonly retryAt: string }
  /** There is none, or no more. */
  | { readonly is: 'unknown' }

export type HealthListener = (account: {
  readonly accountId: string
  readonly organisationId: string
  readonly health: 'healthy' | 'dead'
}) => void

export interface AccountsOptions {
  readonly store: Pick<Store, 'em'>
  /** Those that are configured. */
  readonly platforms: ReadonlyMap<Network, Platform>
  readonly sealing: Sealing
  readonly clock: Clock
  readonly newId: IdSource
  readonly log: Logger
  /** Where browsers reach us, without a slash at the end. */
  readonly publicUrl: string
}

export interface AccountsParts extends AccountsOptions {
  /** Tells the listeners; to be called once it is committed. */
  readonly tell: HealthListener
}

export function makeAccounts(options: AccountsOptions): Accounts {
  const listeners = new Set<HealthListener>()
  const parts: AccountsParts = {
    ...options,
    tell(account) {
      for (const listener of listeners) listener(account)
    },
  }
  const refresh = makeRefresh(parts)
  return {
    credentialOf: (accountId) => credentialOf(parts, refresh, accountId),
    refreshed: (accountId, stale) => refresh(accountId, stale, 'ended'),
    bury: (accountId, code, stale) => bury(parts, accountId, code, stale),
    begin: (asked) => begin(parts, asked),
    finish: (back) => finish(parts, back),
    disconnect: (organisationId, accountId) => disconnect(parts, organisationId, accountId),
    endingSoon: (limit) => endingSoon(parts, limit),
    onHealth(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
