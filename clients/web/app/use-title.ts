/** The title of the page: how much is unread, and where one is. */
import { useEffect } from 'react'
import { useObservable, useParley } from './parley.ts'

/** "(3) Ann Lee · Parley" */
export function pageTitle(unread: number, name: string | null): string {
  const count = unread === 0 ? '' : `(${unread > 99 ? '99+' : unread}) `
  return `${count}${name === null ? '' : `${name} · `}Parley`
}

/** `place` is where one is when that is no conversation. */
export function useTitle(activeId: string | null, place: string | null): void {
  const { items } = useObservable(useParley().conversations)
  const unread = items.reduce((sum, item) => sum + (item.archived ? 0 : item.unread), 0)
  const name = items.find((item) => item.id === activeId)?.name ?? place
  useEffect(() => {
    document.title = pageTitle(unread, name)
  }, [unread, name])
}
