/** `visibilityOf`: what a node remembers of who may see whom, and who is asked about again when somebody leaves a room. */
import type { Sink } from '../../engine/fanout/sink.ts'
import { Lru } from '../../engine/kernel/lru.ts'
import { oncePer } from '../../engine/kernel/once-per.ts'
import type { ParleyNode } from '../../engine/node.ts'

/** A subscription that shows what only members may see. */
export interface Guarded {
  /** Whether it may have to show less now that these people have left a room. */
  concerns(userIds: ReadonlySet<string>): boolean
  /** Asks again whether all it shows may be shown. Never rejects. */
  recheck(): Promise<void>
}

export interface Visibility {
  isKnownMember(roomId: string, userId: string, organisationId: string): boolean
  /** Call before asking; the answer is remembered unless they left a room meanwhile. */
  learnMember(roomId: string, userId: string, organisationId: string): () => void
  /** Has it asked again when somebody leaves; call before it is asked the first time. Returns a function that stops it. */
  guard(guarded: Guarded): () => void
  /** Runs once, a little later, however often it is asked for. */
  soon(run: () => void): void
}

const MEMBERS_KEPT = 20_000
const MEMBER_MS = 15_000
/** Somebody who leaves mostly does so alone, but a channel that is emptied should not walk all subscriptions each time. */
const GATHER_MS = 100
/** A person who comes is watched by many: what changes in this time is told to a watcher in one frame. */
const SOON_MS = 100
/** Beyond this many who left, looking whom each subscription shows costs more than asking for all. */
const LEFT_MAX = 50

/** The visibility of a node, made at first use; from then on it hears who leaves. */
export const visibilityOf = oncePer(makeVisibility)

interface Known {
  readonly organisationId: string
  readonly untilMs: number
}

function makeVisibility({ clock, attach }: ParleyNode): Visibility {
  const members = new Lru<string, Known>(MEMBERS_KEPT)
  const guardeds = new Set<Guarded>()
  let left = new Set<string>()
  let later = new Set<() => void>()
  /** Grows whenever somebody leaves: an answer that was on its way then is not remembered. */
  let leavings = 0

  function doubt(roomId: string, userIds: readonly string[]): void {
    if (userIds.length === 0) return
    leavings++
    if (left.size === 0) clock.after(GATHER_MS, recheckLeft)
    for (const userId of userIds) {
      left.add(userId)
      members.delete(`${roomId}/${userId}`)
    }
  }

  function recheckLeft(): void {
    const who = left
    left = new Set()
    for (const guarded of guardeds) if (who.size > LEFT_MAX || guarded.concerns(who)) void guarded.recheck()
  }

  const sink: Sink = {
    publish: (batch) => doubt(batch.roomId, batch.left),
    moved: (roomId, _joined, gone) => doubt(roomId, gone),
    recheck() {
      leavings++
      members.clear()
      for (const guarded of guardeds) void guarded.recheck()
    },
    lastSeqOf: () => undefined,
    expect() {},
  }
  attach(sink)

  return {
    isKnownMember(roomId, userId, organisationId) {
      const known = members.get(`${roomId}/${userId}`)
      return known !== undefined && known.organisationId === organisationId && known.untilMs > clock.now()
    },
    learnMember(roomId, userId, organisationId) {
      const before = leavings
      return () => {
        if (leavings !== before) return
        members.set(`${roomId}/${userId}`, { organisationId, untilMs: clock.now() + MEMBER_MS })
      }
    },
    guard(guarded) {
      guardeds.add(guarded)
      return () => void guardeds.delete(guarded)
    },
    soon(run) {
      if (later.size === 0) {
        clock.after(SOON_MS, () => {
          const due = later
          later = new Set()
          for (const each of due) each()
        })
      }
      later.add(run)
    },
  }
}
