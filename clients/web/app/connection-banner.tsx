/** Quiet words above a conversation while there is no connection. */
import { CloudOff } from 'lucide-react'
import { useEffect, useState } from 'react'
import { connectionWords } from './connection-words.ts'
import { useObservable, useParley } from './parley.ts'
import { useNow } from './use-now.ts'

/** A shorter interruption is nobody's business. */
const PATIENCE_MS = 1_500

export function ConnectionBanner() {
  const connection = useObservable(useParley().connection)
  const troubled = connection.state !== 'live' && connection.state !== 'idle'
  const shown = useLasting(troubled, PATIENCE_MS)
  const nowMs = useNow(shown ? 500 : 0)
  const words = shown ? connectionWords(connection, nowMs) : null
  return (
    <div role="status" className="shrink-0">
      {words && (
        <div className="flex animate-appear items-center gap-2.5 border-b border-line bg-signal-wash px-5 py-2 text-sm max-md:px-4">
          <CloudOff size={15} className="shrink-0 text-signal-ink" aria-hidden="true" />
          <p className="min-w-0">
            <span className="font-medium">{words.title}</span>{' '}
            {/* the seconds would be read aloud one by one */}
            <span className="text-ink-soft" aria-live="off">
              {words.detail}
            </span>
          </p>
        </div>
      )}
    </div>
  )
}

/** True once `value` has been true for `forMs`. */
function useLasting(value: boolean, forMs: number): boolean {
  const [lasting, setLasting] = useState(false)
  useEffect(() => {
    if (!value) return setLasting(false)
    const timer = setTimeout(() => setLasting(true), forMs)
    return () => clearTimeout(timer)
  }, [value, forMs])
  return value && lasting
}
