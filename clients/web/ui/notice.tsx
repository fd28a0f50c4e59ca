/** Short words at the bottom of the screen: something went wrong, or was done and can be undone. One at a time. */
import { useEffect, useSyncExternalStore } from 'react'

const SHOWN_MS = 4_000

interface Notice {
  readonly text: string
  readonly way: Way | null
}

/** What can be done about it. */
export interface Way {
  readonly label: string
  readonly go: () => void
}

let current: Notice | null = null
const listeners = new Set<() => void>()

function change(next: Notice | null): void {
  current = next
  for (const listener of listeners) listener()
}

/** Shows `text` for four seconds, with a button for `way`. */
export function notify(text: string, way: Way | null = null): void {
  change({ text, way })
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
        <div className="pointer-events-auto flex animate-appear items-center gap-3 rounded-full bg-ink px-4 py-2 text-sm font-medium text-sheet shadow-float">
          {notice.text}
          {notice.way && (
            <button
              type="button"
              onClick={() => {
                change(null)
                notice.way?.go()
              }}
              className="underline underline-offset-2"
            >
              {notice.way.label}
            </button>
          )}
        </div>
      )}
    </div>
  )
}
