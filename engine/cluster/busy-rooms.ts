/** `makeBusyRooms`: remembers for a moment which rooms elsewhere were BUSY, so that more is not even sent to them. */
import type { Clock } from '../kernel/clock.ts'
import { makeSpread } from '../kernel/spread.ts'
import { Refusal } from '../protocol/errors.ts'

export interface BusyRooms {
  /** Its owner has just said so. */
  told(roomId: string, retryAfterMs: number): void
  /** What to answer for the owner; null: ask it. */
  refusalOf(roomId: string): Refusal | null
}

/** Short beside any wait of a person, long beside the 0.3 ms of a question: of a flood 40 a second get through to ask. */
const BUSY_MS = 25
/** Rooms remembered; past it all are forgotten, which only costs questions. */
const ROOMS_MAX = 1_000

export function makeBusyRooms(clock: Clock): BusyRooms {
  const busy = new Map<string, { readonly untilMs: number; readonly retryAfterMs: number }>()
  const spread = makeSpread()

  return {
    told(roomId, retryAfterMs) {
      if (busy.size >= ROOMS_MAX) busy.clear()
      busy.set(roomId, { untilMs: clock.now() + BUSY_MS, retryAfterMs })
    },
    refusalOf(roomId) {
      const said = busy.get(roomId)
      if (said === undefined) return null
      const restMs = said.untilMs - clock.now()
      // clocks may jump
      if (restMs <= 0 || restMs > BUSY_MS) {
        busy.delete(roomId)
        return null
      }
      return new Refusal('BUSY', { retryAfterMs: spread(said.retryAfterMs) })
    },
  }
}
