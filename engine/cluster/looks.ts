/** `makeLooks`: one beat after another, which is also one look after another, sooner when somebody has news. */
import type { Clock } from '../kernel/clock.ts'
import type { Beat, Control, Self } from './control.ts'

/** Half of what silence takes to be a sign: one beat may be missed. */
export const BEAT_MS = 250
/** News come in bursts; one look may answer many. */
const NEWS_GAP_MS = 10

export interface LooksParts {
  readonly control: Control
  readonly self: Self
  readonly clock: Clock
  /** `askedAt` by our clock, before the register was asked. Returns after how long the next look is wanted at the latest. */
  readonly seen: (beat: Beat, askedAt: number) => number
  readonly failed: (error: unknown) => void
}

export interface Looks {
  /** There may be news, which can wait for so long. */
  soon(withinMs?: number): void
  /** Resolves after a look that was begun later than now, or when looking has been stopped. */
  next(): Promise<void>
  stop(): void
}

export function makeLooks({ control, self, clock, seen, failed }: LooksParts): Looks {
  let isLooking = false
  let isStopped = false
  /** Within which time news are to be looked at; null: there are none. */
  let newsMs: number | null = null
  let waiting: (() => void)[] = []
  let cancel = clock.after(BEAT_MS, look)

  function look(): void {
    if (isLooking || isStopped) return
    isLooking = true
    newsMs = null
    cancel()
    const answered = waiting
    waiting = []
    const askedAt = clock.now()
    control.beat(self).then(
      (beat) => {
        isLooking = false
        if (!isStopped) again(seen(beat, askedAt))
        for (const resolve of answered) resolve()
      },
      (error: unknown) => {
        isLooking = false
        waiting.push(...answered)
        if (isStopped) return
        failed(error)
        again(BEAT_MS)
      },
    )
  }

  function again(delayMs: number): void {
    if (!isStopped) cancel = clock.after(newsMs === null ? delayMs : Math.max(newsMs, NEWS_GAP_MS), look)
  }

  return {
    soon(withinMs = 0) {
      if (isStopped || (newsMs !== null && newsMs <= withinMs)) return
      newsMs = withinMs
      if (isLooking) return
      cancel()
      cancel = clock.after(withinMs, look)
    },
    next() {
      if (isStopped) return Promise.resolve()
      return new Promise((resolve) => {
        waiting.push(resolve)
        this.soon()
      })
    },
    stop() {
      isStopped = true
      cancel()
      for (const resolve of waiting.splice(0)) resolve()
    },
  }
}
