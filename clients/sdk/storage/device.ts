/** The best storage this device has: IndexedDB, or memory where there is none or the browser refuses it. */
import { idbStorage } from './idb.ts'
import { memoryStorage } from './memory.ts'
import type { Storage } from './port.ts'

export function deviceStorage(): Storage {
  const memory = memoryStorage()
  const chosen = typeof indexedDB === 'undefined' ? Promise.resolve(memory) : usable(idbStorage(), memory)
  return {
    get: async (key) => (await chosen).get(key),
    list: async (prefix) => (await chosen).list(prefix),
    put: async (records) => (await chosen).put(records),
    remove: async (keys) => (await chosen).remove(keys),
    wipe: async (prefix) => (await chosen).wipe(prefix),
    close: async () => (await chosen).close(),
  }
}

/** Private windows have an IndexedDB that cannot be opened. */
function usable(first: Storage, otherwise: Storage): Promise<Storage> {
  return first.get('').then(
    () => first,
    () => otherwise,
  )
}
