/** Values that change: a cell that is set, and a value derived from others. */
import type { Observable } from './types.ts'

export interface Cell<Value> extends Observable<Value> {
  /** Tells subscribers unless `value` is the one it holds already. */
  set(value: Value): void
}

export function cell<Value>(initial: Value): Cell<Value> {
  let current = initial
  const listeners = new Set<() => void>()
  return {
    get: () => current,
    set(value) {
      if (Object.is(value, current)) return
      current = value
      for (const changed of [...listeners]) changed()
    },
    subscribe(changed) {
      // Wrapped, so that one function subscribed twice is called twice and each stop stops one.
      const listener = () => changed()
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

/** A value computed from others, again only after one of them has changed. */
export function derive<const Sources extends readonly unknown[], Value>(
  sources: { readonly [Index in keyof Sources]: Observable<Sources[Index]> },
  compute: (...values: Sources) => Value,
): Observable<Value> {
  let before: Sources | null = null
  let value: Value
  return {
    get() {
      const now = sources.map((source) => source.get()) as unknown as Sources
      if (before === null || now.some((each, index) => !Object.is(each, before?.[index]))) {
        before = now
        value = compute(...now)
      }
      return value
    },
    subscribe(changed) {
      const stops = sources.map((source) => source.subscribe(changed))
      return () => {
        for (const stop of stops) stop()
      }
    },
  }
}

/** Resolves with the value once `wanted` says yes to it: at once, or after a change. */
export function until<Value>(
  observable: Observable<Value>,
  wanted: (value: Value) => boolean,
): Promise<Value> {
  return new Promise((resolve) => {
    let stop = () => {}
    const look = () => {
      const value = observable.get()
      if (!wanted(value)) return false
      stop()
      resolve(value)
      return true
    }
    if (!look()) stop = observable.subscribe(look)
  })
}

/** The observable that `pick` finds in the present value of `source`; `none` while that is null. */
export function through<Source, Value>(
  source: Observable<Source | null>,
  pick: (value: Source) => Observable<Value>,
  none: Value,
): Observable<Value> {
  return {
    get() {
      const now = source.get()
      return now === null ? none : pick(now).get()
    },
    subscribe(changed) {
      const follow = () => {
        const now = source.get()
        return now === null ? () => {} : pick(now).subscribe(changed)
      }
      let stopInner = follow()
      const stopOuter = source.subscribe(() => {
        stopInner()
        stopInner = follow()
        changed()
      })
      return () => {
        stopInner()
        stopOuter()
      }
    },
  }
}
