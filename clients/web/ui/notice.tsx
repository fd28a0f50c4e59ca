/** Short words at the bottom of the screen: something went wrong, or was copied. One at a time. */
import { useEffect, useSyncExternalStore } from 'react'

const SHOWN_MS = 4_000

let current: { readonly text: string } | null = null
const listeners = new Set<() => void>()

function change(next: { text: string } | null): void {
  current = next
  for (const listener of listeners) listener()
}

/** Shows `text` for four seconds. */
export function notify(text: string): void {
  change({ text })
}

export function Notices() {
  const notice = useSyncExternalStore(
    (changed) => {
      listeners.add(changed)
      return () => listeners.delete(changed)
    },
    () => current,
  )
  useEffect(() => {
    if (notice === null) return
    const timer = setTimeout(() => change(null), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [notice])
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-0 bottom-[calc(5.5rem+env(safe-area-inset-bottom))] z-20 flex justify-center px-4"
    >
      {notice && (
        <div className="animate-appear rounded-full bg-ink px-4 py-2 text-sm font-medium text-sheet shadow-float">
          {notice.text}
        </div>
      )}
    </div>
  )
}
