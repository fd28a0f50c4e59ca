/** `makeBudgets`: what may be called and spent, counted for all nodes together, by network, application, account and purse. */
import { must } from '../../kernel/assert.ts'
import type { Network } from '../../protocol/post-shapes.ts'
import type { Quota } from '../platforms/contract.ts'
import type { Ledger } from './ledger.ts'
import { type CallLimit, type NetworkLimits, type Priority, SHARES } from './limits.ts'
import { type Asked, isoOf, type Wanted } from './take.ts'
import { monthEnd, windowEnd } from './windows.ts'

export interface Budgets {
  /** To be asked before each visit to a network. Takes from all budgets it needs, or from none. */
  take(asked: Taking): Promise<Taken>
  /** Money that was taken for what the network did not bill. */
  refund(spending: Spending): Promise<void>
  /** All that was taken for a visit of which nothing left this machine. */
  undo(taken: Taking): Promise<void>
  /** What the network said of its limits. Makes them tighter at once, and looser only with the next window. */
  learn(said: By & { readonly quota: Quota }): Promise<void>
  /** The network asked for patience. `endpoint` is taken for the account. */
  blocked(said: By & { readonly scope: Quota['scope']; readonly until: string }): Promise<void>
  /** What an organisation has spent this month, in thousandths of a US dollar. */
  spent(asked: Pick<Spending, 'network' | 'organisationId' | 'now'>): Promise<Spent>
}

interface By {
  readonly network: Network
  readonly accountId: string
  /** Ms since 1970. */
  readonly now: number
}

export interface Spending {
  readonly network: Network
  readonly organisationId: string
  /** Thousandths of a US dollar. */
  readonly costMils: number
  readonly now: number
}

export interface Taking extends By, Spending {
  /** Replies leave a fifth of each limit to posts, and of the money too; polls leave half of it. */
  readonly priority: Priority
  /** As the network counts; 1 unless told. */
  readonly calls?: number
}

export type Taken =
  | { readonly is: 'ok' }
  | { readonly is: 'throttled'; readonly retryAt: string; readonly scope: 'app' | 'account' }
  /** The organisation's cap of this month would be passed, or what of it is for calls of this priority. */
  | { readonly is: 'spent'; readonly capMils: number }

export interface Spent {
  readonly spentMils: number
  /** Null: no cap. */
  readonly capMils: number | null
  /** When the month is over, ISO 8601 in UTC. */
  readonly endsAt: string
}

export interface BudgetsParts {
  readonly ledger: Ledger
  readonly limits: Readonly<Record<Network, NetworkLimits>>
  /** Of an organisation in a month, thousandths of a US dollar; a network that is not named has no cap. */
  readonly spendCapsMils: Readonly<Partial<Record<Network, number>>>
}

export function makeBudgets({ ledger, limits, spendCapsMils }: BudgetsParts): Budgets {
  const capOf = (network: Network) => spendCapsMils[network] ?? null
  const neededBy = (asked: Taking): Wanted[] => {
    const { network, accountId } = asked
    return [
      callsFrom(appKey(network), limits[network].app, asked),
      callsFrom(accountKey(network, accountId), limits[network].account, asked),
      ...moneyFrom(asked, capOf(network)),
    ]
  }
  return {
    async take(asked) {
      const { network, now } = asked
      const wanted = neededBy(asked)
      const refusing = (await ledger.take(wanted, now)).filter(({ fits }) => !fits)
      if (refusing.length === 0) return { is: 'ok' }
      const capMils = capOf(network)
      if (capMils !== null && refusing.some(({ key }) => key === moneyKey(asked)))
        return { is: 'spent', capMils }
      const scope = refusing.some(({ key }) => key === appKey(network)) ? 'app' : 'account'
      return { is: 'throttled', retryAt: lastOf(refusing), scope }
    },
    refund: (spending) => ledger.giveBack(moneyKey(spending), spending.costMils, spending.now),
    async undo(taken) {
      for (const { key, amount } of neededBy(taken)) await ledger.giveBack(key, amount, taken.now)
    },
    async learn({ network, accountId, quota, now }) {
      const key = keyOf(quota.scope, network, accountId)
      const resetAtMs = Date.parse(quota.resetAt)
      await ledger.learn({ key, remaining: quota.remaining, resetAtMs }, now)
    },
    async blocked({ network, accountId, scope, until, now }) {
      const untilMs = Date.parse(until)
      if (untilMs > now) await ledger.block(keyOf(scope, network, accountId), untilMs)
    },
    async spent({ network, organisationId, now }) {
      return {
        spentMils: await ledger.usedOf(moneyKey({ network, organisationId }), now),
        capMils: capOf(network),
        endsAt: isoOf(monthEnd(now)),
      }
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
/** The key under which calls of an account are counted. */
export const accountKey = (network: Network, accountId: string) => `calls ${network} ${accountId}`
const moneyKey = ({ network, organisationId }: Pick<Spending, 'network' | 'organisationId'>) =>
  `money ${network} ${organisationId}`

function keyOf(scope: Quota['scope'], network: Network, accountId: string): string {
  return scope === 'app' ? appKey(network) : accountKey(network, accountId)
}

/** Asked for without a limit of ours too: the network may have told of one. */
function callsFrom(key: string, limit: CallLimit | null, { priority, calls = 1, now }: Taking): Wanted {
  const { calls: atMost, window } = limit ?? { calls: null, window: { ms: UNKNOWN_WINDOW_MS } }
  const endsAtMs = windowEnd(window, now)
  return { key, organisationId: null, amount: calls, atMost, share: SHARES[priority], endsAtMs }
}

/** Where no limit is known there is nothing to count but what the network tells of. */
const UNKNOWN_WINDOW_MS = 60 * 60_000

function moneyFrom(spending: Taking, capMils: number | null): Wanted[] {
  const { organisationId, costMils, priority, now } = spending
  if (costMils === 0) return []
  const key = moneyKey(spending)
  return [
    {
      key,
      organisationId,
      amount: costMils,
      atMost: capMils,
      share: SHARES[priority],
      endsAtMs: monthEnd(now),
    },
  ]
}
