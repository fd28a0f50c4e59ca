/** The last batches of busy rooms, kept as they went out, so that a short absence costs no read of the database. */
import type { Batch } from './sink.ts'

export interface TailLimits {
  /** Characters of JSON kept for one room. */
  readonly roomCharsMax: number
  /** Characters of JSON kept in all. */
  readonly totalCharsMax: number
}

const DEFAULT_LIMITS: TailLimits = { roomCharsMax: 128 * 1024, totalCharsMax: 64 * 1024 * 1024 }

interface RoomTail {
  batches: Batch[]
  chars: number
}

export class Tail {
  readonly #limits: TailLimits
  /** Least recently written first. */
  readonly #rooms = new Map<string, RoomTail>()
  #chars = 0

  constructor(limits: TailLimits = DEFAULT_LIMITS) {
    this.#limits = limits
  }

  add(batch: Batch): void {
    const { roomId } = batch
    let room = this.#rooms.get(roomId)
    // Wires may say a thing twice, or late.
    if (batch.lastSeq <= (room?.batches.at(-1)?.lastSeq ?? -1)) return
    if (room === undefined) room = { batches: [], chars: 0 }
    else this.#rooms.delete(roomId)
    this.#rooms.set(roomId, room)
    // A hole means this node did not see what lies between (the room lived elsewhere): the old tail is useless.
    const last = room.batches.at(-1)
    if (last !== undefined && last.lastSeq + 1 !== batch.firstSeq) this.#forgetBatches(room)
    room.batches.push(batch)
    room.chars += batch.json.length
    this.#chars += batch.json.length
    while (room.chars > this.#limits.roomCharsMax && room.batches.length > 1) this.#dropOldest(room)
    while (this.#chars > this.#limits.totalCharsMax && this.#rooms.size > 1) this.#dropRoom()
  }

  /** seq of the last batch; undefined when nothing of the room is kept. */
  head(roomId: string): number | undefined {
    return this.#rooms.get(roomId)?.batches.at(-1)?.lastSeq
  }

  /** Whole batches that continue exactly after `seq`; undefined when memory cannot tell. */
  after(roomId: string, seq: number): readonly Batch[] | undefined {
    const batches = this.#rooms.get(roomId)?.batches
    const last = batches?.at(-1)
    if (batches === undefined || last === undefined) return undefined
    if (last.lastSeq === seq) return []
    const start = batches.findIndex((batch) => batch.firstSeq === seq + 1)
    return start === -1 ? undefined : batches.slice(start)
  }

  /** What is kept of the room is of no use any more. */
  forget(roomId: string): void {
    const room = this.#rooms.get(roomId)
    if (room === undefined) return
    this.#rooms.delete(roomId)
    this.#chars -= room.chars
  }

  /** The same for all rooms that `isLost`. */
  forgetAll(isLost: (roomId: string) => boolean): void {
    for (const roomId of [...this.#rooms.keys()]) if (isLost(roomId)) this.forget(roomId)
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
    this.#chars -= room.chars
  }

  #forgetBatches(room: RoomTail): void {
    this.#chars -= room.chars
    room.batches = []
    room.chars = 0
  }
}
