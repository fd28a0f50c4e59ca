/** `Typing`: who types in the rooms that somebody here looks at. A lease that ends by itself, so nothing is repaired. */
import type { Clock } from '../kernel/clock.ts'

/** Seconds without a renewal after which nobody believes it any more. Clients renew every three. */
export const TYPING_TICKS = 5
/** A reader is told of five at most: a sixth would be "several people". */
const SHOWN_MAX = 5
/** Typers of one room that are kept; whoever comes while it is full is kept at their next renewal. */
const TYPERS_MAX = 50
/** A room tells the first change at once, and what comes after it together. */
const REST_MS = 500

/** Hears the ids of those who type, in the order in which they began, whenever that has changed. */
export type HearTyping = (userIds: readonly string[]) => void

interface TypingRoom {
  /** The tick up to which each is believed, in the order in which they began. */
  readonly typers: Map<string, number>
  readonly hearers: Set<HearTyping>
  told: readonly string[]
  isResting: boolean
}

export class Typing {
  readonly #rooms = new Map<string, TypingRoom>()
  /** Rooms in which somebody types. */
  readonly #busy = new Set<TypingRoom>()
  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Has `hear` called at each change. Answers with who types now, and with what stops it. */
  follow(roomId: string, hear: HearTyping): { readonly now: readonly string[]; stop(): void } {
    const room = this.#rooms.get(roomId) ?? makeRoom()
    this.#rooms.set(roomId, room)
    room.hearers.add(hear)
    return {
      now: shownOf(room),
      stop: () => {
        room.hearers.delete(hear)
        if (room.hearers.size > 0 || this.#rooms.get(roomId) !== room) return
        this.#rooms.delete(roomId)
        this.#busy.delete(room)
      },
    }
  }

  heard(roomId: string, userId: string, isTyping: boolean, tick: number): void {
    const room = this.#rooms.get(roomId)
    if (room === undefined) return
    const { typers } = room
    if (!isTyping) typers.delete(userId)
    else if (typers.has(userId) || typers.size < TYPERS_MAX) typers.set(userId, tick + TYPING_TICKS)
    this.#settle(room)
  }

  /** A second has passed. */
  sweep(tick: number): void {
    for (const room of this.#busy) {
      for (const [userId, untilTick] of room.typers) if (untilTick < tick) room.typers.delete(userId)
      this.#settle(room)
    }
  }

  size(): { readonly rooms: number; readonly busy: number } {
    return { rooms: this.#rooms.size, busy: this.#busy.size }
  }

  #settle(room: TypingRoom): void {
    if (room.typers.size > 0) this.#busy.add(room)
    else this.#busy.delete(room)
    if (!room.isResting) this.#tell(room)
  }

  #tell(room: TypingRoom): void {
    const shown = shownOf(room)
    if (room.hearers.size === 0 || isSame(shown, room.told)) return
    room.told = shown
    room.isResting = true
    this.#clock.after(REST_MS, () => {
      room.isResting = false
      this.#tell(room)
    })
    for (const hear of [...room.hearers]) hear(shown)
  }
}

function makeRoom(): TypingRoom {
  return { typers: new Map(), hearers: new Set(), told: [], isResting: false }
}

function shownOf({ typers }: TypingRoom): readonly string[] {
  return [...typers.keys()].slice(0, SHOWN_MAX)
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((userId, index) => userId === other[index])
}
