/** `useNarrow`: whether only one screen fits beside nothing else, as on a phone. */
import { useSyncExternalStore } from 'react'

/** The same width as the `md:` of our classes. */
const NARROW = '(width < 48rem)'

export function useNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = matchMedia(NARROW)
      query.addEventListener('change', changed)
      return () => query.removeEventListener('change', changed)
    },
    () => matchMedia(NARROW).matches,
  )
}
