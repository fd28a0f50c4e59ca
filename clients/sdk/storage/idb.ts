import { type IDBPDatabase, openDB } from 'idb'
import type { Storage } from './port.ts'

const STORE = 'records'

/** Keeps records in IndexedDB, in a database of its own. Opened at first use, and again after the browser shut it. */
export function idbStorage(name = 'parley'): Storage {
  let opening: Promise<IDBPDatabase> | null = null

  function database(): Promise<IDBPDatabase> {
    opening ??= openDB(name, 1, {
      upgrade: (fresh) => void fresh.createObjectStore(STORE),
      // Another tab wants a newer version, or to delete the database: stand aside, open again at the next call.
      blocking: () => void close(),
      terminated: () => {
        opening = null
      },
    }).catch((error: unknown) => {
      opening = null
      throw error
    })
    return opening
  }

  async function close(): Promise<void> {
    const closing = opening
    opening = null
    ;(await closing?.catch(() => null))?.close()
  }

  return {
    get: async (key) => (await database()).get(STORE, key),
    async list(prefix) {
      const store = (await database()).transaction(STORE).store
      const [keys, values] = await Promise.all([store.getAllKeys(from(prefix)), store.getAll(from(prefix))])
      return keys.map((key, index) => [String(key), values[index]] as const)
    },
    async put(records) {
      const change = (await database()).transaction(STORE, 'readwrite', { durability: 'strict' })
      try {
        for (const [key, value] of Object.entries(records)) void change.store.put(value, key).catch(() => {})
      } catch (error) {
        change.abort()
        await change.done.catch(() => {})
        throw error
      }
      await change.done
    },
    async remove(keys) {
      const change = (await database()).transaction(STORE, 'readwrite')
      for (const key of keys) void change.store.delete(key).catch(() => {})
      await change.done
    },
    wipe: async (prefix) => (await database()).delete(STORE, from(prefix)),
    close,
  }
}

/** All keys that begin with `prefix`: U+FFFF sorts behind every character that a key of ours has. */
function from(prefix: string): IDBKeyRange {
  return IDBKeyRange.bound(prefix, `${prefix}\uffff`)
}
