/** `makeLiveQuery`: the answer to a query, read again whenever it may have changed and somebody looks at it. */
import type { Clock } from '../../engine/kernel/clock.ts'
import { cell } from './observable.ts'
import type { Observable } from './types.ts'

export interface QueryView<Value> {
  /** `ready` once there is a value; it stays while a newer one is read. */
  readonly status: 'loading' | 'ready'
  readonly value: Value | null
  /** Of the newest try; null when that succeeded. */
  readonly error: unknown
}

export interface LiveQuery<Value> {
  /** Read for as long as somebody subscribes. */
  readonly view: Observable<QueryView<Value>>
  /** Reads it again soon. */
  refresh(): void
  close(): void
}

/** What happens to many things at once is one read. */
const GATHER_MS = 150
/** Others change posts too, and nobody tells of those that are not open. */
const STALE_MS = 15_000

export function makeLiveQuery<Value>(clock: Clock, read: () => Promise<Value>): LiveQuery<Value> {
  const view = cell<QueryView<Value>>({ status: 'loading', value: null, error: null })
  let watchers = 0
  let isReading = false
  let isStale = false
  let isClosed = false
  let cancel = () => {}

  function plan(delayMs: number): void {
    cancel()
    if (watchers > 0 && !isClosed) cancel = clock.after(delayMs, () => void readNow())
  }

  async function readNow(): Promise<void> {
    if (isReading) {
      isStale = true
      return
    }
    isReading = true
    isStale = false
    try {
      const value = await read()
      view.set({ status: 'ready', value, error: null })
    } catch (error) {
      view.set({ ...view.get(), error })
    }
    isReading = false
    plan(isStale ? GATHER_MS : STALE_MS)
  }

  return {
    view: {
      get: view.get,
      subscribe(changed) {
        const stop = view.subscribe(changed)
        watchers++
        if (watchers === 1) plan(0)
        let isWatching = true
        return () => {
          stop()
          if (isWatching) watchers--
          isWatching = false
          if (watchers === 0) cancel()
        }
      },
    },
    refresh() {
      isStale = isReading
      if (!isReading) plan(GATHER_MS)
    },
    close() {
      isClosed = true
      cancel()
    },
  }
}
