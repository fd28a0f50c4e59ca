/** Where the SDK keeps things across a reload: named records, no more. `suite.ts` says how each must behave. */
export interface Storage {
  /** Undefined when there is no such record. Values come back as structured clones. */
  get(key: string): Promise<unknown>
  /** All records whose key begins with `prefix`, ordered by key. */
  list(prefix: string): Promise<readonly (readonly [key: string, value: unknown])[]>
  /** Writes all of `records`, or none. Writes become visible in the order in which they were asked for. */
  put(records: Readonly<Record<string, unknown>>): Promise<void>
  /** Keys that do not exist are no fault. */
  remove(keys: readonly string[]): Promise<void>
  /** Removes every record whose key begins with `prefix`. */
  wipe(prefix: string): Promise<void>
  close(): Promise<void>
}

/** The part of `storage` whose keys begin with `prefix`. Closing it does nothing: it does not own the rest. */
export function within(storage: Storage, prefix: string): Storage {
  return {
    get: (key) => storage.get(prefix + key),
    async list(inner) {
      const found = await storage.list(prefix + inner)
      return found.map(([key, value]) => [key.slice(prefix.length), value] as const)
    },
    put: (records) =>
      storage.put(Object.fromEntries(Object.entries(records).map(([key, value]) => [prefix + key, value]))),
    remove: (keys) => storage.remove(keys.map((key) => prefix + key)),
    wipe: (inner) => storage.wipe(prefix + inner),
    close: async () => {},
  }
}
