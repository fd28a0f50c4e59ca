/** Who types in one room, as the others say, and what we say ourselves: again every three seconds while it goes on. */
import type { Clock } from '../../engine/kernel/clock.ts'
import type { Random } from '../../engine/kernel/ids.ts'
import { type FollowEars, makeFollow } from './follow.ts'
import { cell } from './observable.ts'
import type { Observable } from './types.ts'

export interface TypingOptions {
  readonly clock: Clock
  readonly random: Random
  readonly me: string
  /** `presence.typing`: all who type, each time it changes. */
  readonly follow: (on: FollowEars<{ readonly userIds: readonly string[] }>) => () => void
  /** `presence.setTyping`; may be lost. */
  readonly say: (isTyping: boolean) => void
}

export interface OwnedTyping {
  readonly view: Observable<readonly string[]>
  start(): void
  stop(): void
  /** A message of theirs is here, so they do not type it any more. */
  said(userId: string): void
  /** There is a live connection. */
  live(): void
  pause(): void
}

/** The server believes it for five seconds. */
const RENEW_MS = 3_000
const NOBODY: readonly string[] = []

export function makeTyping({ clock, random, me, follow, say }: TypingOptions): OwnedTyping {
  const typers = cell(NOBODY)
  let listeners = 0
  let isLive = false
  /** Set while what we said last is fresh enough. */
  let cancelRenewal: (() => void) | null = null
  let isSaid = false

  const feed = makeFollow<{ readonly userIds: readonly string[] }>({
    clock,
    random,
    begin: follow,
    data: ({ userIds }) => show(userIds.filter((id) => id !== me)),
  })

  function show(userIds: readonly string[]): void {
    typers.set(userIds.length === 0 ? NOBODY : userIds)
  }

  function forget(): void {
    cancelRenewal?.()
    cancelRenewal = null
    isSaid = false
  }

  return {
    view: {
      get: typers.get,
      subscribe(changed) {
        const stop = typers.subscribe(changed)
        if (listeners++ === 0) feed.want(true)
        let isOver = false
        return () => {
          if (isOver) return
          isOver = true
          stop()
          if (--listeners > 0) return
          feed.want(false)
          show(NOBODY)
        }
      },
    },
    start() {
      if (!isLive || cancelRenewal !== null) return
      isSaid = true
      cancelRenewal = clock.after(RENEW_MS, () => {
        cancelRenewal = null
      })
      say(true)
    },
    stop() {
      const wasSaid = isSaid
      forget()
      if (wasSaid && isLive) say(false)
    },
    said(userId) {
      if (typers.get().includes(userId)) show(typers.get().filter((id) => id !== userId))
    },
    live() {
      isLive = true
      feed.live()
    },
    pause() {
      isLive = false
      forget()
      show(NOBODY)
      feed.pause()
    },
  }
}
