/** The time, for screens that say "in 4 s" or "Today". */
import { useEffect, useState } from 'react'

/** Milliseconds since 1970, refreshed every `everyMs`; 0 stands still. */
export function useNow(everyMs: number): number {
  const [nowMs, setNowMs] = useState(() => Date.now())
  useEffect(() => {
    if (everyMs === 0) return
    setNowMs(Date.now())
    const timer = setInterval(() => setNowMs(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return nowMs
}
