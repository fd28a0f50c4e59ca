/**
 * `makeTwinClock`: time that jumps from timer to timer as fast as they are done with, and stands still while somebody
 * is asked over a socket.
 */
import type { Clock } from '../../engine/kernel/clock.ts'
import { makeEventQueue } from '../../engine/kernel/event-queue.ts'

export interface TwinClock extends Clock {
  /** Real work: time waits for it. One at a time, in the order in which they were asked for, so that a week is the same each time. */
  during<Result>(work: () => Promise<Result>): Promise<Result>
  /** Runs until `untilMs` since 1970, or until `isOver` when everything rests. */
  run(untilMs: number, isOver?: () => boolean): Promise<void>
}

/** Begins at `startMs` since 1970. */
export function makeTwinClock(startMs: number): TwinClock {
  const queue = makeEventQueue()
  let nowMs = startMs
  let last: Promise<unknown> = Promise.resolve()
  let underWay = 0

  return {
    now: () => nowMs,
    after: (delayMs, run) => queue.add(nowMs + delayMs, run),
    nextTick: soon,
    soon,
    during(work) {
      underWay++
      const result = last.then(work)
      last = result.then(done, done)
      return result
    },
    async run(untilMs, isOver = () => false) {
      for (;;) {
        // what is in memory goes on in microtasks, which have run dry after a turn of the event loop
        await new Promise<void>((rested) => setImmediate(rested))
        if (underWay > 0) {
          await last
          continue
        }
        if (isOver()) return
        const next = queue.takeUntil(untilMs)
        if (next === null) {
          nowMs = Math.max(nowMs, untilMs)
          return
        }
        nowMs = Math.max(nowMs, next.atMs)
        next.run()
      }
    },
  }

  function soon(run: () => void): void {
    queueMicrotask(() => queueMicrotask(run))
  }

  function done(): void {
    underWay--
  }
}
