/** `Ledger`: where budgets are counted; `makePgLedger`: in the table that all nodes share. */
import { Budget } from '../../store/entities/budget.ts'
import type { Store } from '../../store/store.ts'
import { block, giveBack, learn, type Said } from './learn.ts'
import { type Asked, take, type Wanted } from './take.ts'

/** Counts by key, in windows that end. Nothing here knows what is counted. Times are ms since 1970. */
export interface Ledger {
  /** How each budget stood; they were taken from when all of them fit. */
  take(wanted: readonly Wanted[], nowMs: number): Promise<readonly Asked[]>
  /** Never makes a limit looser within a window. */
  learn(said: Said, nowMs: number): Promise<void>
  block(key: string, untilMs: number): Promise<void>
  giveBack(key: string, amount: number, nowMs: number): Promise<void>
  /** In the window that runs now. */
  usedOf(key: string, nowMs: number): Promise<number>
}

export function makePgLedger(store: Pick<Store, 'em'>): Ledger {
  return {
    take: (wanted, nowMs) => take(store, wanted, nowMs),
    learn: (said, nowMs) => learn(store, said, nowMs),
    block: (key, untilMs) => block(store, key, untilMs),
    giveBack: (key, amount, nowMs) => giveBack(store, key, amount, nowMs),
    async usedOf(key, nowMs) {
      const found = await store.em().findOne(Budget, { key })
      return found !== null && found.endsAt.getTime() > nowMs ? found.used : 0
    },
  }
}
