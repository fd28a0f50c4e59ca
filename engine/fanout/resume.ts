/** Brings a subscriber from the position it has to the present: from memory, else the journal, else a reset. */
import type { Position } from '../protocol/position.ts'
import type { Batch } from './sink.ts'

export interface RoomFrom {
  readonly roomId: string
  /** Null: start at the head, without any past. */
  readonly from: Position | null
}

/** What a subscriber has missed in one room. In order; `json` of each is a JSON array. */
export interface CaughtUp {
  readonly roomId: string
  /** seq after `missed`: the next live event is head + 1. */
  readonly head: number
  readonly missed: readonly Pick<Batch, 'json' | 'position' | 'lastSeq'>[]
  /** True when `missed` is one `reset` event: the position could not be continued. */
  readonly reset: boolean
}

/** Catches up all rooms at once. Rooms that do not exist are left out. */
export type Resume = (rooms: readonly RoomFrom[]) => Promise<readonly CaughtUp[]>
