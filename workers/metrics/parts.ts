/** What measuring needs of the house; a `ParleyNode` has all of it. */
import type { Log } from '../../engine/actors/ports.ts'
import type { Clock } from '../../engine/kernel/clock.ts'
import type { Accounts } from '../../engine/outside/accounts/accounts.ts'
import type { Budgets } from '../../engine/outside/budgets/budgets.ts'
import type { Outside } from '../../engine/outside/outside.ts'
import type { Store } from '../../engine/store/store.ts'

export interface MetricsParts {
  readonly store: Pick<Store, 'em'>
  readonly outside: Pick<Outside, 'platforms' | 'breakers'> & {
    readonly accounts: Pick<Accounts, 'credentialOf' | 'refreshed'>
    readonly budgets: Pick<Budgets, 'take' | 'refund' | 'learn'>
  }
  readonly clock: Clock
  readonly log: Log
}
