/** The newest answers of all rooms: a cache, so that most repeated commands need no look at the journal. */
import { must } from '../kernel/assert.ts'
import type { Activation } from './activation.ts'
import type { Answer } from './ports.ts'
import { SlotTable } from './slot-table.ts'
import { TextRows } from './text-rows.ts'

/** Author, commandId, time and message id, as long as they can be, with what separates them. */
const CHARS_MAX = 36 + 1 + 64 + 24 + 36

/**
 * One cache for the node, not one a room: busy rooms get what quiet ones do not need, and a hundred thousand rooms
 * cost no more than ten. An answer is durable when it comes here, so it stays true when its room leaves memory.
 *
 * A ring of flat slots, 200 bytes an answer. As objects in a map an answer took 450 bytes and lived for seconds, which
 * is too long for the young generation: each message left that much to the full collections.
 */
export class Answers {
  readonly #capacity: number
  readonly #table: SlotTable
  /** By slot; undefined where it is free. */
  readonly #rooms: (Activation | undefined)[] = []
  readonly #seqs: number[] = []
  /** Of the key, without the room's id. */
  readonly #keyChars: number[] = []
  readonly #texts = new TextRows(CHARS_MAX)
  /** The slot that is written next: once the ring is full, the oldest one. */
  #next = 0

  /** Who knows the `seed` could choose commandIds that all fall into one place of the table. */
  constructor(capacity: number, seed: string) {
    this.#capacity = capacity
    this.#table = new SlotTable(seed, (slot, key) => this.#isOf(slot, key))
  }

  /** `key` is `Pending.key`. */
  get(key: string): Answer | undefined {
    const slot = this.#table.find(key)
    if (slot === null) return undefined
    const said = this.#texts.read(slot).slice(this.#keyChars[slot])
    const [at, messageId] = said.split(' ') as [string, string]
    const seq = must(this.#seqs[slot], 'a slot has a seq')
    return messageId === '' ? { seq, at } : { seq, at, messageId }
  }

  /** Without effect for a key of unusual size or letters, which is found in the journal like what is forgotten. */
  set(room: Activation, key: string, { seq, at, messageId = '' }: Answer): void {
    const before = this.#table.find(key)
    if (before !== null) this.#drop(before)
    const slot = this.#next
    if (this.#rooms[slot] !== undefined) this.#drop(slot)
    const ofRoom = afterRoom(room, key)
    if (!this.#texts.write(slot, `${ofRoom}${at} ${messageId}`)) return
    this.#rooms[slot] = room
    this.#seqs[slot] = seq
    this.#keyChars[slot] = ofRoom.length
    this.#table.add(slot, key)
    this.#next = (slot + 1) % this.#capacity
    room.answers++
  }

  #isOf(slot: number, key: string): boolean {
    const room = this.#rooms[slot]
    if (room === undefined || !key.startsWith(room.roomId)) return false
    const ofRoom = afterRoom(room, key)
    return ofRoom.length === this.#keyChars[slot] && this.#texts.startsWith(slot, ofRoom)
  }

  #drop(slot: number): void {
    must(this.#rooms[slot], 'what is dropped is there').answers--
    this.#rooms[slot] = undefined
    this.#table.remove(slot)
  }
}

/** The room's id is not written: its record has it. */
function afterRoom({ roomId }: Activation, key: string): string {
  return key.slice(roomId.length + 1)
}
