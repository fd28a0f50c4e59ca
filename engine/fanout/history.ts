/** What fan-out needs to read when its memory does not reach back far enough. Implemented by store/. */
import type { AnyEvent } from '../actors/ports.ts'

export interface EventsWanted {
  readonly roomId: string
  /** Events after this seq. */
  readonly after: number
}

export interface EventsFound {
  readonly roomId: string
  /** seq of the room's last event; 0 when there is no such room. */
  readonly head: number
  /** All events after the wanted seq, in order; null when there are more than the limit. */
  readonly events: readonly AnyEvent[] | null
}

export interface History {
  /** One query for all rooms. Answers in the order of `wanted`. */
  eventsAfter(wanted: readonly EventsWanted[], limitPerRoom: number): Promise<readonly EventsFound[]>
  /** The reset event of each room as JSON and its seq, in one query. Rooms that do not exist are left out. */
  resets(
    roomIds: readonly string[],
  ): Promise<ReadonlyMap<string, { readonly seq: number; readonly json: string }>>
}
