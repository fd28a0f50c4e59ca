/** Whether somebody is online, in components: asked for while the component is on the screen. */
import { useMemo } from 'react'
import type { Observable } from '../../../sdk/types.ts'
import { useObservable, useParley } from '../../app/parley.ts'

/** Null: nobody to ask about. */
export function useOnline(id: string | null): boolean {
  const { presence } = useParley()
  const isOnline = useMemo(() => (id === null ? NOBODY : presence.of(id)), [presence, id])
  return useObservable(isOnline)
}

const NOBODY: Observable<boolean> = { get: () => false, subscribe: () => () => {} }
