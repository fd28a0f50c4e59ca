/** `makeLooks`: one beat after another, which is also one look after another, sooner when somebody has news. */
import type { Clock } from '../kernel/clock.ts'
import type { Beat, Control, Self } from './control.ts'

/** Half of what silence takes to be a sign: one beat may be missed. */
export const BEAT_MS = 500
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
  /** There may be news. */
  soon(): void
  /** Resolves after a look that was begun later than now, or when looking has been stopped. */
  next(): Promise<void>
  stop(): void
}

export function makeLooks({ control, self, clock, seen, failed }: LooksParts): Looks {
  let isLooking = false
  let isStopped = false
  let isNewsWaiting = false
  let waiting: (() => void)[] = []
  let cancel = clock.after(BEAT_MS, look)

  function look(): void {
    if (isLooking || isStopped) return
    isLooking = true
    isNewsWaiting = false
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
    if (!isStopped) cancel = clock.after(isNewsWaiting ? NEWS_GAP_MS : delayMs, look)
  }

  return {
    soon() {
      if (isNewsWaiting || isStopped) return
      isNewsWaiting = true
      if (isLooking) return
      cancel()
      cancel = clock.after(0, look)
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
