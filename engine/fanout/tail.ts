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

/** Batches of one room that are kept while it is read; past it what was read is not kept. */
const PASSING_MAX = 200

/** A room of which nothing is kept and that somebody reads now. */
interface Reading {
  readers: number
  /** What went by meanwhile. */
  passing: Kept[]
  /** What is read will be of no use. */
  isSpoilt: boolean
}

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
  readonly #readings = new Map<string, Reading>()
  #chars = 0

  constructor(limits: TailLimits = DEFAULT_LIMITS) {
    this.#limits = limits
  }

  /**
   * Keeps what goes out of a room that is kept. It does not begin one: wires may say a thing twice, or late, and what
   * begins with an old word ends before the head for all who ask. Only a read of the journal knows the head.
   */
  add(batch: Kept): void {
    const { roomId } = batch
    const room = this.#rooms.get(roomId)
    if (room === undefined) {
      this.#pass(batch)
      return
    }
    if (batch.lastSeq <= room.head) return
    this.#rooms.delete(roomId)
    this.#rooms.set(roomId, room)
    // A hole means this node did not see what lies between (the room lived elsewhere): the old tail is useless.
    if (room.head + 1 !== batch.firstSeq) this.#forgetBatches(room)
    this.#push(room, batch)
    this.#bound()
  }

  /** Somebody reads these rooms in the journal, until `endRead`. */
  beginRead(roomIds: readonly string[]): void {
    for (const roomId of roomIds) {
      const reading = this.#readings.get(roomId)
      if (reading === undefined) this.#readings.set(roomId, { readers: 1, passing: [], isSpoilt: false })
      else reading.readers++
    }
  }

  endRead(roomIds: readonly string[]): void {
    for (const roomId of roomIds) {
      const reading = this.#readings.get(roomId)
      if (reading !== undefined && --reading.readers === 0) this.#readings.delete(roomId)
    }
  }

  /**
   * Keeps what the journal said of a room that is being read and of which nothing is kept: its head, what led there, and
   * what went by meanwhile. Others come back to the same rooms in the same seconds.
   */
  fill(roomId: string, head: number, batch: Kept | null): void {
    const reading = this.#readings.get(roomId)
    if (this.#rooms.has(roomId) || reading === undefined || reading.isSpoilt) return
    const room = this.#begin(head)
    this.#rooms.set(roomId, room)
    if (batch !== null && batch.json.length <= this.#limits.roomCharsMax) this.#push(room, batch)
    this.#bound()
    for (const passed of reading.passing) this.add(passed)
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
    this.#spoil(roomId)
    const room = this.#rooms.get(roomId)
    if (room === undefined) return
    this.#rooms.delete(roomId)
    this.#chars -= room.chars + ROOM_CHARS
  }

  /** The same for all rooms that `isLost`. */
  forgetAll(isLost: (roomId: string) => boolean): void {
    for (const roomId of [...this.#rooms.keys()]) if (isLost(roomId)) this.forget(roomId)
    for (const roomId of this.#readings.keys()) if (isLost(roomId)) this.#spoil(roomId)
  }

  #pass(batch: Kept): void {
    const reading = this.#readings.get(batch.roomId)
    if (reading === undefined || reading.isSpoilt) return
    reading.passing.push(batch)
    if (reading.passing.length > PASSING_MAX) this.#spoil(batch.roomId)
  }

  #spoil(roomId: string): void {
    const reading = this.#readings.get(roomId)
    if (reading === undefined) return
    reading.isSpoilt = true
    reading.passing = []
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
  }

  #forgetBatches(room: RoomTail): void {
    this.#chars -= room.chars
    room.batches = []
    room.chars = 0
  }
}
