/** Which tab sends what: each its own entries; those of a tab that is no more go to whoever notices first. */
import { hasLocks, hold, isFree } from './locks.ts'
import { type Entry, keyOf, OUTBOX } from './outbox-entry.ts'
import type { Storage } from './storage/port.ts'

export interface OutboxTabs {
  /** Looks for entries of others: what no living tab owns is adopted, now or when its tab goes. */
  look(): Promise<void>
  close(): void
}

export interface OutboxTabsOptions {
  readonly storage: Storage
  readonly tabId: string
  readonly adopt: (entries: readonly Entry[]) => void
}

/**
 * A living tab holds a lock named after itself. Two tabs may still send the same entry, when one adopts what the
 * other had on its way: the commandId makes that one event, so no more is done about it.
 */
export function shareOutbox({ storage, tabId, adopt }: OutboxTabsOptions): OutboxTabs {
  const over = new AbortController()
  const release = hold(lockOf(tabId))
  const watched = new Set([tabId])

  async function stored(): Promise<readonly Entry[]> {
    const found = await storage.list(OUTBOX).catch(() => [])
    return found.map(([, value]) => value as Entry)
  }

  async function takeOver(goneTabId: string): Promise<void> {
    const mine = (await stored())
      .filter((entry) => entry.tabId === goneTabId)
      .map((entry) => ({ ...entry, tabId }))
    if (over.signal.aborted) return
    await storage
      .put(Object.fromEntries(mine.map((entry) => [keyOf(entry.commandId), entry])))
      .catch(() => {})
    if (!over.signal.aborted) adopt(mine)
  }

  return {
    async look() {
      const owners = new Set((await stored()).map((entry) => entry.tabId))
      const takeovers = [...owners]
        .filter((owner) => !watched.has(owner))
        .map(async (owner) => {
          watched.add(owner)
          if (await isFree(lockOf(owner), over.signal)) await takeOver(owner)
        })
      // With locks a living tab may keep its entries for hours; without them nobody is waited for.
      if (!hasLocks()) await Promise.all(takeovers)
    },
    close() {
      over.abort()
      release()
    },
  }
}

function lockOf(tabId: string): string {
  return `parley-tab-${tabId}`
}
