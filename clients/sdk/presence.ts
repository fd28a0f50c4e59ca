/** Who is online, of those somebody looks at: subscribing to a person is the wish to know. */
import type { Clock } from '../../engine/kernel/clock.ts'
import type { Random } from '../../engine/kernel/ids.ts'
import { LIMITS } from '../../engine/protocol/limits.ts'
import { type FollowEars, makeFollow } from './follow.ts'
import { cell } from './observable.ts'
import type { Presence } from './types.ts'

/** What `presence.people` yields. */
export interface Comings {
  readonly online: readonly string[]
  readonly offline: readonly string[]
}

export interface PresenceOptions {
  readonly clock: Clock
  readonly random: Random
  /** `presence.people`. */
  readonly follow: (userIds: string[], on: FollowEars<Comings>) => () => void
}

export interface OwnedPresence extends Presence {
  /** There is a live connection. */
  live(): void
  pause(): void
  close(): void
}

/** Lists are drawn and scrolled person by person; what is wanted in this time is asked for together. */
const GATHER_MS = 150
/** After a reconnect others may still be on their way back too, so nobody goes offline at once. */
const HOLD_MS = 10_000
/** Without a connection for this long, what we knew is not worth showing. */
const AWAY_MS = 15_000

export function makePresence({ clock, random, follow }: PresenceOptions): OwnedPresence {
  const online = cell<ReadonlySet<string>>(new Set())
  /** How many look at each; wanted last stands last. */
  const wanted = new Map<string, number>()
  /** Those of the subscription. */
  let followed: ReadonlySet<string> = new Set()
  /** Shown as online from before a reconnect, and not heard of since. */
  let held = new Set<string>()
  let isBack = false
  let isPlanned = false
  let cancelHold = () => {}
  let cancelAway = () => {}

  const feed = makeFollow<Comings>({
    clock,
    random,
    begin(on) {
      const latest = [...wanted.keys()].slice(-LIMITS.presencePeopleMax)
      followed = new Set(latest)
      return follow(latest, on)
    },
    data({ online: came, offline: went }, isFirst) {
      if (isFirst) begin(came)
      else change(came, went)
    },
  })

  /** What is so now takes the place of what was; after a reconnect, gently. */
  function begin(here: readonly string[]): void {
    const missing = [...online.get()].filter((id) => followed.has(id) && !here.includes(id))
    if (!isBack) {
      change(
        here,
        missing.filter((id) => !held.has(id)),
      )
      return
    }
    isBack = false
    held = new Set(missing)
    change(here, [])
    cancelHold = clock.after(HOLD_MS, () => change([], [...held]))
  }

  function change(came: readonly string[], went: readonly string[]): void {
    const next = new Set(online.get())
    for (const id of came) next.add(id)
    for (const id of went) next.delete(id)
    for (const id of [...came, ...went]) held.delete(id)
    online.set(next)
  }

  function plan(): void {
    if (isPlanned) return
    isPlanned = true
    clock.after(GATHER_MS, () => {
      isPlanned = false
      const isMissing = [...wanted.keys()].slice(-LIMITS.presencePeopleMax).some((id) => !followed.has(id))
      if (isMissing) feed.again()
      feed.want(wanted.size > 0)
    })
  }

  function want(id: string): () => void {
    const count = wanted.get(id) ?? 0
    wanted.delete(id)
    wanted.set(id, count + 1)
    plan()
    return () => {
      const now = wanted.get(id) ?? 0
      if (now > 1) wanted.set(id, now - 1)
      else wanted.delete(id)
      plan()
    }
  }

  return {
    of: (id) => ({
      get: () => online.get().has(id),
      subscribe(changed) {
        const stopWanting = want(id)
        let before = online.get().has(id)
        const stopListening = online.subscribe(() => {
          const now = online.get().has(id)
          if (now === before) return
          before = now
          changed()
        })
        return () => {
          stopListening()
          stopWanting()
        }
      },
    }),
    live() {
      cancelAway()
      feed.live()
    },
    pause() {
      isBack = true
      cancelAway()
      cancelHold()
      cancelAway = clock.after(AWAY_MS, () => online.set(new Set()))
      feed.pause()
    },
    close() {
      cancelAway()
      cancelHold()
      feed.pause()
    },
  }
}
