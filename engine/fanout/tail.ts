/** The last batches of busy rooms, kept as they went out, so that a short absence costs no read of the database. */
import type { Batch } from './sink.ts'

/** What is kept of a batch. */
export type Kept = Pick<Batch, 'roomId' | 'position' | 'firstSeq' | 'lastSeq' | 'json'>

export interface TailLimits {
  /** Characters of JSON kept for one room. */
  readonly roomCharsMax: number
  /** Characters of JSON kept in all. */
  readonly totalCharsMax: number
}

const DEFAULT_LIMITS: TailLimits = { roomCharsMax: 128 * 1024, totalCharsMax: 64 * 1024 * 1024 }

/** What a room costs that has no batches. */
const ROOM_CHARS = 200

interface RoomTail {
  batches: Kept[]
  chars: number
  /** seq of the newest event; of the last batch, when there is one. */
  head: number
}

export class Tail {
  readonly #limits: TailLimits
  /** Least recently written first. */
  readonly #rooms = new Map<string, RoomTail>()
  #chars = 0
  /** Rooms that had to go. While somebody reads, a room may come and go: then what was read is old. */
  dropped = 0

  constructor(limits: TailLimits = DEFAULT_LIMITS) {
    this.#limits = limits
  }

  /** Keeps what goes out. */
  add(batch: Kept): void {
    const { roomId } = batch
    // Wires may say a thing twice, or late.
    if (batch.lastSeq <= (this.#rooms.get(roomId)?.head ?? -1)) return
    const room = this.#rooms.get(roomId) ?? this.#begin(batch.firstSeq - 1)
    this.#rooms.delete(roomId)
    this.#rooms.set(roomId, room)
    // A hole means this node did not see what lies between (the room lived elsewhere): the old tail is useless.
    if (room.head + 1 !== batch.firstSeq) this.#forgetBatches(room)
    this.#push(room, batch)
    this.#bound()
  }

  /**
   * Keeps what the journal said of a room of which nothing is kept: its head, and what led there. Others come back to
   * the same rooms in the same seconds.
   */
  fill(roomId: string, head: number, batch: Kept | null): void {
    if (this.#rooms.has(roomId)) return
    const room = this.#begin(head)
    this.#rooms.set(roomId, room)
    if (batch !== null && batch.json.length <= this.#limits.roomCharsMax) this.#push(room, batch)
    this.#bound()
  }

  /** seq of the newest event; undefined when nothing of the room is kept. */
  head(roomId: string): number | undefined {
    return this.#rooms.get(roomId)?.head
  }

  /** Whole batches that continue exactly after `seq`; undefined when memory cannot tell. */
  after(roomId: string, seq: number): readonly Kept[] | undefined {
    const room = this.#rooms.get(roomId)
    if (room === undefined) return undefined
    if (room.head === seq) return []
    const start = room.batches.findIndex((batch) => batch.firstSeq === seq + 1)
    return start === -1 ? undefined : room.batches.slice(start)
  }

  /** What is kept of the room is of no use any more, and neither is what somebody reads of it now. */
  forget(roomId: string): void {
    this.dropped++
    const room = this.#rooms.get(roomId)
    if (room === undefined) return
    this.#rooms.delete(roomId)
    this.#chars -= room.chars + ROOM_CHARS
  }

  /** The same for all rooms that `isLost`. */
  forgetAll(isLost: (roomId: string) => boolean): void {
    this.dropped++
    for (const roomId of [...this.#rooms.keys()]) if (isLost(roomId)) this.forget(roomId)
  }

  #begin(head: number): RoomTail {
    this.#chars += ROOM_CHARS
    return { batches: [], chars: 0, head }
  }

  #push(room: RoomTail, batch: Kept): void {
    room.batches.push(batch)
    room.head = batch.lastSeq
    room.chars += batch.json.length
    this.#chars += batch.json.length
    while (room.chars > this.#limits.roomCharsMax && room.batches.length > 1) this.#dropOldest(room)
  }

  #bound(): void {
    while (this.#chars > this.#limits.totalCharsMax && this.#rooms.size > 1) this.#dropRoom()
  }

  #dropOldest(room: RoomTail): void {
    const dropped = room.batches.shift()
    if (dropped === undefined) return
    room.chars -= dropped.json.length
    this.#chars -= dropped.json.length
  }

  #dropRoom(): void {
    const [roomId, room] = this.#rooms.entries().next().value as [string, RoomTail]
    this.#rooms.delete(roomId)
    this.#chars -= room.chars + ROOM_CHARS
    this.dropped++
  }

  #forgetBatches(room: RoomTail): void {
    this.#chars -= room.chars
    room.batches = []
    room.chars = 0
  }
}
