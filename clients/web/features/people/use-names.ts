/** Names in components: each redraws when a name it shows arrives. */
import { useSyncExternalStore } from 'react'
import { useParley } from '../../app/parley.ts'

/** The name of one person; null while it is being fetched. */
export function useName(id: string): string | null {
  const { people } = useParley()
  return useSyncExternalStore(people.subscribe, () => people.get(id)?.name ?? null)
}

/** The names of several people, in order; unknown ones are ''. */
export function useNames(ids: readonly string[]): string[] {
  const { people } = useParley()
  // a string compares by value; an array would redraw for ever
  const joined = useSyncExternalStore(people.subscribe, () =>
    ids.map((id) => people.get(id)?.name ?? '').join('\n'),
  )
  return ids.length === 0 ? [] : joined.split('\n')
}
