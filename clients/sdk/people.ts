/** Names for ids: fetched in batches, remembered in memory and on the device. */
import type { Clock } from '../../engine/kernel/clock.ts'
import { LIMITS } from '../../engine/protocol/limits.ts'
import { cell } from './observable.ts'
import type { Storage } from './storage/port.ts'
import type { People, Person } from './types.ts'

export interface PeopleOptions {
  readonly clock: Clock
  readonly storage: Storage
  /** `people.byIds`. */
  readonly byIds: (ids: string[]) => Promise<{ items: readonly Person[] }>
}

export interface OwnedPeople extends People {
  load(): Promise<void>
  /** There is a connection: ask for whom we still miss. */
  live(): void
  /** Learned by other ways. */
  learn(people: readonly Person[]): void
}

const KEY = 'people'

export function makePeople({ clock, storage, byIds }: PeopleOptions): OwnedPeople {
  const known = cell<ReadonlyMap<string, Person>>(new Map())
  /** Wanted, and not asked for with success yet. */
  const missing = new Set<string>()
  /** The server knows nobody of this id; asked again after a reconnect. */
  const nobody = new Set<string>()
  let isPlanned = false

  function learn(people: readonly Person[]): void {
    const fresh = people.filter(({ id, name }) => known.get().get(id)?.name !== name)
    if (fresh.length === 0) return
    known.set(new Map([...known.get(), ...fresh.map(({ id, name }) => [id, { id, name }] as const)]))
    void storage.put({ [KEY]: [...known.get().values()] }).catch(() => {})
  }

  async function ask(): Promise<void> {
    isPlanned = false
    const ids = [...missing].slice(0, LIMITS.pageMax)
    const { items } = await byIds(ids)
    for (const id of ids) {
      missing.delete(id)
      nobody.add(id)
    }
    for (const { id } of items) nobody.delete(id)
    learn(items)
    plan()
  }

  function plan(): void {
    if (isPlanned || missing.size === 0) return
    isPlanned = true
    clock.nextTick(() => void ask().catch(() => {}))
  }

  return {
    get(id) {
      const person = known.get().get(id)
      if (person === undefined && !missing.has(id) && !nobody.has(id)) {
        missing.add(id)
        plan()
      }
      return person
    },
    subscribe: known.subscribe,
    async load() {
      const stored = await storage.get(KEY).catch(() => undefined)
      if (Array.isArray(stored))
        known.set(new Map([...(stored as Person[]).map((one) => [one.id, one] as const), ...known.get()]))
    },
    live() {
      for (const id of nobody) missing.add(id)
      nobody.clear()
      plan()
    },
    learn,
  }
}
