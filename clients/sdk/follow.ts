/** `makeFollow`: keeps a subscription open while it is wanted and there is a connection; each one begins with a state. */
import type { Clock } from '../../engine/kernel/clock.ts'
import type { Random } from '../../engine/kernel/ids.ts'
import { backoff } from './backoff.ts'

export interface FollowOptions<Datum> {
  readonly clock: Clock
  readonly random: Random
  /** Subscribes; `ended` says that it is over: its socket was lost, or the server refused or ended it. */
  readonly begin: (on: FollowEars<Datum>) => () => void
  /** `isFirst`: it is the state as it is now, after whatever was missed. */
  readonly data: (datum: Datum, isFirst: boolean) => void
}

export interface FollowEars<Datum> {
  data(datum: Datum): void
  ended(): void
}

export interface Follow {
  want(isWanted: boolean): void
  /** What is asked for has changed: subscribes anew. */
  again(): void
  /** There is a live connection. */
  live(): void
  pause(): void
}

export function makeFollow<Datum>({ clock, random, begin, data }: FollowOptions<Datum>): Follow {
  const restarts = backoff(random)
  let isLive = false
  let isWanted = false
  let stop: (() => void) | null = null
  let cancelRestart = () => {}

  function start(): void {
    let isMine = true
    let isFirst = true
    stop = () => {
      isMine = false
      stopThis()
    }
    const stopThis = begin({
      data(datum) {
        if (!isMine) return
        restarts.reset()
        data(datum, isFirst)
        isFirst = false
      },
      ended() {
        if (!isMine) return
        isMine = false
        stop = null
        cancelRestart = clock.after(restarts.next(), settle)
      },
    })
  }

  function settle(): void {
    cancelRestart()
    if (isLive && isWanted) {
      if (stop === null) start()
      return
    }
    stop?.()
    stop = null
  }

  return {
    want(wanted) {
      if (isWanted === wanted) return
      isWanted = wanted
      settle()
    },
    again() {
      stop?.()
      stop = null
      settle()
    },
    live() {
      isLive = true
      settle()
    },
    pause() {
      isLive = false
      settle()
    },
  }
}
