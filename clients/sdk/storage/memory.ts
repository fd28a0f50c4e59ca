import type { Storage } from './port.ts'

/** Keeps records in memory: for Node, for tests, and where a browser refuses to store. */
export function memoryStorage(): Storage {
  const records = new Map<string, unknown>()
  return {
    get: async (key) => structuredClone(records.get(key)),
    async list(prefix) {
      return [...records]
        .filter(([key]) => key.startsWith(prefix))
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([key, value]) => [key, structuredClone(value)] as const)
    },
    async put(added) {
      // Cloned before any is set: a value that cannot be cloned must leave nothing behind.
      const clones = Object.entries(added).map(([key, value]) => [key, structuredClone(value)] as const)
      for (const [key, value] of clones) records.set(key, value)
    },
    async remove(keys) {
      for (const key of keys) records.delete(key)
    },
    async wipe(prefix) {
      for (const key of [...records.keys()]) if (key.startsWith(prefix)) records.delete(key)
    },
    close: async () => {},
  }
}
