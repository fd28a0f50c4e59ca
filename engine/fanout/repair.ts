/** `Repair`: finds out what rooms have missed and reads it from the journal, once for all who listen on this node. */

import type { AnyEvent } from '../actors/ports.ts'
import type { Clock } from '../kernel/clock.ts'
import { sleep } from '../kernel/sleep.ts'
import { LIMITS } from '../protocol/limits.ts'
import { makeBatch, resetBatch } from './batch.ts'
import type { EventsFound, History } from './history.ts'
import type { Batch } from './sink.ts'

/** Rooms in one read. Each answers at most 500 events. */
const ROOMS_AT_ONCE = 128
/** Characters of batches kept behind a gap, for one room; past it they are read from the journal too. */
const HELD_CHARS_MAX = 256 * 1024
/** A head may be faster than the batch it speaks of: they come by different ways. */
const GRACE_MS = 50
/** What was read ended before what is held: the room went on meanwhile. */
const AGAIN_MS = 20
const RETRY_MS_MIN = 250
const RETRY_MS_MAX = 4_000
/** After every event: asks for the head alone. */
const AT_HEAD = Number.MAX_SAFE_INTEGER

export interface RepairParts {
  readonly epoch: string
  readonly history: History
  readonly clock: Clock
  lastSeqOf(roomId: string): number | undefined
  expect(roomId: string, head: number): void
  /** Hands a batch on that continues what was told, or may follow anything. */
  publish(batch: Batch): void
  /** A reset went out: who left meanwhile did so unheard. */
  skipped(roomId: string): void
  readonly log: { warn(detail: object, message: string): void }
}

/** Batches that came behind a gap. */
interface Held {
  batches: Batch[]
  chars: number
}

export class Repair {
  readonly #parts: RepairParts
  /** Rooms to be read next. */
  #queue = new Set<string>()
  /** Heads we heard of, until their grace is over. */
  #heard = new Map<string, number>()
  readonly #held = new Map<string, Held>()
  #isReading = false
  #isStopped = false
  #repaired = 0

  constructor(parts: RepairParts) {
    this.#parts = parts
  }

  /** Batches that went out from the journal since the beginning. */
  get repaired(): number {
    return this.#repaired
  }

  /** Takes a batch that came along: hands it on, or keeps it until the gap before it is filled. */
  arrive(batch: Batch): void {
    if (this.#take(batch)) this.check(batch.roomId)
  }

  /** True: there is a gap before it. */
  #take(batch: Batch): boolean {
    const { roomId } = batch
    const held = this.#held.get(roomId)
    if (held !== undefined) {
      hold(held, batch)
      return false
    }
    const lastSeq = this.#parts.lastSeqOf(roomId)
    if (lastSeq === undefined || (batch.firstSeq <= lastSeq + 1 && batch.json !== '')) {
      if (batch.json === '') this.learn(roomId, batch.lastSeq)
      else this.#parts.publish(batch)
      return false
    }
    if (batch.lastSeq <= lastSeq) return false
    const fresh: Held = { batches: [], chars: 0 }
    hold(fresh, batch)
    this.#held.set(roomId, fresh)
    return true
  }

  /** Somebody says that this is the room's head. */
  learn(roomId: string, head: number): void {
    this.#parts.expect(roomId, head)
    if (!this.#isBehind(roomId, head)) return
    if (this.#heard.size === 0) this.#parts.clock.after(GRACE_MS, () => this.#endGrace())
    this.#heard.set(roomId, Math.max(head, this.#heard.get(roomId) ?? 0))
  }

  /** Reads what the journal has beyond what was told, whether or not there is reason to think so. */
  check(roomId: string): void {
    if (this.#isStopped) return
    this.#queue.add(roomId)
    if (this.#isReading) return
    this.#isReading = true
    this.#parts.clock.nextTick(() => void this.#readAll())
  }

  /** Nobody wants the room any more. */
  forget(roomId: string): void {
    this.#queue.delete(roomId)
    this.#heard.delete(roomId)
    this.#held.delete(roomId)
  }

  stop(): void {
    this.#isStopped = true
    this.#queue.clear()
    this.#heard.clear()
    this.#held.clear()
  }

  /** Rooms that wait for a read, and characters held for them. */
  size(): { readonly rooms: number; readonly chars: number } {
    let chars = 0
    for (const held of this.#held.values()) chars += held.chars
    return { rooms: this.#queue.size + this.#heard.size, chars }
  }

  #isBehind(roomId: string, head: number): boolean {
    const lastSeq = this.#parts.lastSeqOf(roomId)
    return lastSeq !== undefined && lastSeq < head
  }

  #endGrace(): void {
    const heard = this.#heard
    this.#heard = new Map()
    for (const [roomId, head] of heard) if (this.#isBehind(roomId, head)) this.check(roomId)
  }

  async #readAll(): Promise<void> {
    let retryMs = RETRY_MS_MIN
    while (this.#queue.size > 0) {
      const rooms = [...this.#queue].slice(0, ROOMS_AT_ONCE)
      for (const roomId of rooms) this.#queue.delete(roomId)
      try {
        await this.#read(rooms)
        retryMs = RETRY_MS_MIN
      } catch (error) {
        if (this.#isStopped) break
        for (const roomId of rooms) this.#queue.add(roomId)
        this.#parts.log.warn({ err: error, rooms: rooms.length, retryMs }, 'could not read what rooms missed')
        await sleep(this.#parts.clock, retryMs)
        retryMs = Math.min(retryMs * 2, RETRY_MS_MAX)
      }
    }
    this.#isReading = false
  }

  async #read(rooms: readonly string[]): Promise<void> {
    const { history, lastSeqOf } = this.#parts
    const wanted = rooms.map((roomId) => ({ roomId, after: lastSeqOf(roomId) ?? AT_HEAD }))
    const found = await history.eventsAfter(wanted, LIMITS.resumeEventsMax)
    const tooFar: string[] = []
    for (const [index, room] of found.entries()) {
      const after = wanted[index]?.after ?? AT_HEAD
      if (after !== AT_HEAD && room.events === null) tooFar.push(room.roomId)
      else this.#bring(room, after)
    }
    if (tooFar.length === 0) return
    const resets = await history.resets(tooFar)
    for (const [roomId, { seq, json }] of resets) this.#reset(roomId, seq, json)
  }

  #bring({ roomId, head, events }: EventsFound, after: number): void {
    const { epoch, publish, expect, lastSeqOf } = this.#parts
    if (this.#isStopped) return
    expect(roomId, head)
    // Others went on while we read: only what is still missing goes out.
    const lastSeq = lastSeqOf(roomId)
    if (lastSeq !== undefined && lastSeq < head) {
      if (lastSeq < after) this.check(roomId)
      const missing: readonly AnyEvent[] = (events ?? []).filter(({ seq }) => seq > lastSeq)
      if (lastSeq >= after && missing.length > 0) {
        this.#repaired++
        publish(makeBatch(epoch, roomId, missing))
      }
    }
    this.#release(roomId)
  }

  #reset(roomId: string, seq: number, json: string): void {
    const { epoch, publish, skipped, lastSeqOf } = this.#parts
    const lastSeq = lastSeqOf(roomId)
    if (this.#isStopped) return
    if (lastSeq !== undefined && lastSeq < seq) {
      this.#repaired++
      publish(resetBatch(epoch, roomId, seq, json))
      skipped(roomId)
    }
    this.#release(roomId)
  }

  /** Hands on what waited behind the gap, or opens the next gap. */
  #release(roomId: string): void {
    const held = this.#held.get(roomId)
    if (held === undefined) return
    this.#held.delete(roomId)
    let isBehind = false
    for (const batch of held.batches) isBehind = this.#take(batch) || isBehind
    if (isBehind) this.#parts.clock.after(AGAIN_MS, () => this.#held.has(roomId) && this.check(roomId))
  }
}

/** Past the bound only the newest is kept, as a hint that there is more to read. */
function hold(held: Held, batch: Batch): void {
  held.batches.push(batch)
  held.chars += batch.json.length
  if (held.chars <= HELD_CHARS_MAX) return
  held.batches = [{ ...batch, json: '' }]
  held.chars = 0
}
