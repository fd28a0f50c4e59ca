/** `makeMemoryLedger`: budgets counted in memory, as engine/outside/budgets counts them in its table. */
import type { Ledger } from '../../engine/outside/budgets/ledger.ts'
import type { Wanted } from '../../engine/outside/budgets/take.ts'
import type { WeekBudget } from './week.ts'

interface Row {
  readonly used: number
  readonly limitAtMost: number
  readonly blockedUntilMs: number
  readonly endsAtMs: number
}

const NO_LIMIT = Number.POSITIVE_INFINITY
const NEVER = Number.NEGATIVE_INFINITY

export function makeMemoryLedger(budgets: readonly WeekBudget[]): Ledger {
  const rows = new Map(budgets.map((budget) => [budget.key, rowOf(budget)]))

  /** A window that is over counts as empty, and ends when one that begins now would. */
  function running(key: string, endsAtMs: number, nowMs: number): Row {
    const row = rows.get(key)
    if (row === undefined) return { used: 0, limitAtMost: NO_LIMIT, blockedUntilMs: NEVER, endsAtMs }
    return row.endsAtMs > nowMs ? row : { ...row, used: 0, limitAtMost: NO_LIMIT, endsAtMs }
  }

  function judge({ key, amount, atMost, share, endsAtMs }: Wanted, nowMs: number) {
    const row = running(key, endsAtMs, nowMs)
    const used = row.used + amount
    const isFull = used > Math.floor(Math.min(atMost ?? NO_LIMIT, row.limitAtMost) * share)
    const waitsUntilMs = Math.max(row.blockedUntilMs, isFull ? row.endsAtMs : NEVER)
    const fits = !isFull && row.blockedUntilMs <= nowMs
    return { key, fits, taken: { ...row, used }, retryAt: fits ? null : new Date(waitsUntilMs).toISOString() }
  }

  return {
    async take(wanted, nowMs) {
      const judged = wanted.map((one) => judge(one, nowMs))
      if (judged.every(({ fits }) => fits)) for (const { key, taken } of judged) rows.set(key, taken)
      return judged.map(({ key, fits, retryAt }) => ({ key, fits, retryAt }))
    },
    async learn({ key, remaining, resetAtMs }, nowMs) {
      if (resetAtMs <= nowMs) return
      const row = running(key, resetAtMs, nowMs)
      const left = Math.max(0, Math.floor(remaining))
      rows.set(key, {
        ...row,
        limitAtMost: Math.min(row.limitAtMost, row.used + left),
        blockedUntilMs: Math.max(row.blockedUntilMs, left === 0 ? resetAtMs : NEVER),
      })
    },
    async block(key, untilMs) {
      const row = rows.get(key) ?? running(key, untilMs, NEVER)
      rows.set(key, { ...row, blockedUntilMs: Math.max(row.blockedUntilMs, untilMs) })
    },
    async giveBack(key, amount, nowMs) {
      const row = rows.get(key)
      if (row !== undefined && row.endsAtMs > nowMs)
        rows.set(key, { ...row, used: Math.max(0, row.used - amount) })
    },
    async usedOf(key, nowMs) {
      return running(key, 0, nowMs).used
    },
  }
}

function rowOf({ used, limitAtMost, blockedUntil, endsAt }: WeekBudget): Row {
  return {
    used,
    limitAtMost: limitAtMost ?? NO_LIMIT,
    blockedUntilMs: blockedUntil === null ? NEVER : Date.parse(blockedUntil),
    endsAtMs: Date.parse(endsAt),
  }
}
