/** `makeBudgets`: what may be called and spent, counted for all nodes together, by network, application, account and purse. */
import { must } from '../../kernel/assert.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Network } from '../../protocol/post-shapes.ts'
import { Budget } from '../../store/entities/budget.ts'
import type { Store } from '../../store/store.ts'
import type { Quota } from '../platforms/contract.ts'
import { block, giveBack, learn } from './learn.ts'
import { type CallLimit, type NetworkLimits, type Priority, SHARES } from './limits.ts'
import { type Asked, isoOf, take, type Wanted } from './take.ts'
import { monthEnd, windowEnd } from './windows.ts'

export interface Budgets {
  /** To be asked before each visit to a network. Takes from all budgets it needs, or from none. */
  take(spending: Spending): Promise<Taken>
  /** The network did not bill it: the money is there again. */
  refund(spending: Pick<Spending, 'network' | 'organisationId' | 'costMils'>): Promise<void>
  /** What the network said of its limits. Makes them tighter at once, and looser only with the next window. */
  learn(by: By, quota: Quota): Promise<void>
  /** The network asked for patience until then. `endpoint` is taken for the account. */
  blocked(by: By, scope: Quota['scope'], until: string): Promise<void>
  /** What an organisation has spent this month, in thousandths of a US dollar. */
  spent(by: Pick<Spending, 'network' | 'organisationId'>): Promise<Spent>
}

type By = Pick<Spending, 'network' | 'accountId'>

/** One visit to a network. */
export interface Spending {
  readonly network: Network
  readonly accountId: string
  readonly organisationId: string
  /** Thousandths of a US dollar. */
  readonly costMils: number
  /** Replies leave a fifth of each limit to posts, polls leave half of it. Money makes no difference. */
  readonly priority: Priority
  /** As the network counts; 1 unless told. */
  readonly calls?: number
}

export type Taken =
  | { readonly is: 'ok' }
  | { readonly is: 'throttled'; readonly retryAt: string; readonly scope: 'app' | 'account' }
  /** The organisation's cap of this month would be passed. */
  | { readonly is: 'spent'; readonly capMils: number }

export interface Spent {
  readonly spentMils: number
  /** Null: no cap. */
  readonly capMils: number | null
  /** When the month is over, ISO 8601 in UTC. */
  readonly endsAt: string
}

export interface BudgetsParts {
  readonly store: Pick<Store, 'em'>
  readonly clock: Pick<Clock, 'now'>
  readonly limits: Readonly<Record<Network, NetworkLimits>>
  /** Of an organisation in a month, thousandths of a US dollar; a network that is not named has no cap. */
  readonly spendCapsMils: Readonly<Partial<Record<Network, number>>>
}

export function makeBudgets({ store, clock, limits, spendCapsMils }: BudgetsParts): Budgets {
  const capOf = (network: Network) => spendCapsMils[network] ?? null
  return {
    async take(spending) {
      const { network, accountId } = spending
      const nowMs = clock.now()
      const { app, account } = limits[network]
      const wanted = [
        callsFrom(appKey(network), app, spending, nowMs),
        callsFrom(accountKey(network, accountId), account, spending, nowMs),
        ...moneyFrom(spending, capOf(network), nowMs),
      ]
      const refusing = (await take(store, wanted, nowMs)).filter(({ fits }) => !fits)
      if (refusing.length === 0) return { is: 'ok' }
      const capMils = capOf(network)
      if (capMils !== null && refusing.some(({ key }) => key === moneyKey(spending)))
        return { is: 'spent', capMils }
      const scope = refusing.some(({ key }) => key === appKey(network)) ? 'app' : 'account'
      return { is: 'throttled', retryAt: lastOf(refusing), scope }
    },
    refund: (spending) => giveBack(store, moneyKey(spending), spending.costMils, clock.now()),
    async learn({ network, accountId }, { scope, remaining, resetAt }) {
      const key = keyOf(scope, network, accountId)
      await learn(store, { key, remaining, resetAtMs: Date.parse(resetAt) }, clock.now())
    },
    async blocked({ network, accountId }, scope, until) {
      const untilMs = Date.parse(until)
      if (untilMs > clock.now()) await block(store, keyOf(scope, network, accountId), untilMs)
    },
    async spent({ network, organisationId }) {
      const nowMs = clock.now()
      const found = await store.em().findOne(Budget, { key: moneyKey({ network, organisationId }) })
      const isRunning = found !== null && found.endsAt.getTime() > nowMs
      const spentMils = isRunning ? found.used : 0
      return { spentMils, capMils: capOf(network), endsAt: isoOf(monthEnd(nowMs)) }
    },
  }
}

/** ISO texts of one form sort by time. */
function lastOf(refusing: readonly Asked[]): string {
  return must(
    refusing
      .map(({ retryAt }) => retryAt ?? '')
      .sort()
      .at(-1),
    'somebody refuses',
  )
}

const appKey = (network: Network) => `calls ${network} app`
const accountKey = (network: Network, accountId: string) => `calls ${network} ${accountId}`
const moneyKey = ({ network, organisationId }: Pick<Spending, 'network' | 'organisationId'>) =>
  `money ${network} ${organisationId}`

function keyOf(scope: Quota['scope'], network: Network, accountId: string): string {
  return scope === 'app' ? appKey(network) : accountKey(network, accountId)
}

/** Where no limit is known there is nothing to count but what the network tells of. */
const UNKNOWN: Pick<CallLimit, 'window'> & { readonly calls: null } = {
  calls: null,
  window: { ms: 60 * 60_000 },
}

/** Asked for without a limit of ours too: the network may have told of one. */
function callsFrom(
  key: string,
  limit: CallLimit | null,
  { priority, calls = 1 }: Spending,
  nowMs: number,
): Wanted {
  const { calls: atMost, window } = limit ?? UNKNOWN
  const endsAtMs = windowEnd(window, nowMs)
  return { key, organisationId: null, amount: calls, atMost, share: SHARES[priority], endsAtMs }
}

function moneyFrom(spending: Spending, capMils: number | null, nowMs: number): Wanted[] {
  const { organisationId, costMils } = spending
  if (costMils === 0) return []
  const endsAtMs = monthEnd(nowMs)
  return [{ key: moneyKey(spending), organisationId, amount: costMils, atMost: capMils, share: 1, endsAtMs }]
}
