/** How somebody looks at posts on this device: through which clocks, and which of them. */
import { useSyncExternalStore } from 'react'
import type { PostStatus } from '../../../../engine/post/status.ts'
import { isTimeZone } from '../../../../engine/post/wall-clock.ts'

export interface ViewChoice {
  /** IANA name; null is the browser's own. */
  readonly zone: string | null
  readonly statuses: readonly PostStatus[]
  readonly accountIds: readonly string[]
  readonly tags: readonly string[]
}

const KEY = 'parley.zone'
const listeners = new Set<() => void>()
let current: ViewChoice = { zone: readZone(), statuses: [], accountIds: [], tags: [] }

export function useViewChoice(): ViewChoice {
  return useSyncExternalStore(
    (changed) => {
      listeners.add(changed)
      return () => listeners.delete(changed)
    },
    () => current,
  )
}

/** The zone is kept for the next time; what is filtered only until the page is closed. */
export function chooseView(change: Partial<ViewChoice>): void {
  current = { ...current, ...change }
  try {
    if (current.zone === null) localStorage.removeItem(KEY)
    else localStorage.setItem(KEY, current.zone)
  } catch {
    // storage is forbidden: the choice lasts until the page is closed
  }
  for (const listener of listeners) listener()
}

/** `value` put into `list`, or taken out of it. */
export function toggled<Value>(list: readonly Value[], value: Value): Value[] {
  return list.includes(value) ? list.filter((other) => other !== value) : [...list, value]
}

/** How many filters are on. */
export function filterCount({ statuses, accountIds, tags }: ViewChoice): number {
  return statuses.length + accountIds.length + tags.length
}

export const BROWSER_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone

/** The clocks that are looked through. */
export function useZone(): string {
  return useViewChoice().zone ?? BROWSER_ZONE
}

function readZone(): string | null {
  try {
    const kept = localStorage.getItem(KEY)
    return kept !== null && isTimeZone(kept) ? kept : null
  } catch {
    return null
  }
}
