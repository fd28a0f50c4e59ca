/** A value that can be set, for the demo's Parley. */
import type { Observable } from '../../sdk/types.ts'

export interface Cell<Value> extends Observable<Value> {
  set(value: Value): void
}

export function cell<Value>(initial: Value): Cell<Value> {
  let value = initial
  const listeners = new Set<() => void>()
  return {
    get: () => value,
    set(next) {
      value = next
      for (const listener of [...listeners]) listener()
    },
    subscribe(changed) {
      listeners.add(changed)
      return () => listeners.delete(changed)
    },
  }
}
