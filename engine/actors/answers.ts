/** The newest answers of all rooms: a cache, so that most repeated commands need no look at the journal. */
import type { Activation } from './activation.ts'
import type { Answer } from './ports.ts'

interface Kept {
  readonly room: Activation
  readonly answer: Answer
}

/**
 * One cache for the node, not one a room: busy rooms get what quiet ones do not need, and a hundred thousand rooms
 * cost no more than ten. An answer is durable when it comes here, so it stays true when its room leaves memory.
 */
export class Answers {
  /** Least recently given first. An entry takes about 450 bytes. */
  readonly #kept = new Map<string, Kept>()
  /**
   * Where the oldest is: everything before it has been dropped. A new iterator would begin at the first place of the
   * table and pass every hole that dropping leaves there, up to 30 µs a call.
   */
  readonly #oldest = this.#kept.entries()
  readonly #capacity: number

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  /** `key` is `Pending.key`. */
  get(key: string): Answer | undefined {
    return this.#kept.get(key)?.answer
  }

  set(room: Activation, key: string, answer: Answer): void {
    const before = this.#kept.get(key)
    if (before !== undefined) this.#drop(key, before)
    this.#kept.set(key, { room, answer })
    room.answers++
    if (this.#kept.size <= this.#capacity) return
    const oldest = this.#oldest.next().value
    if (oldest !== undefined) this.#drop(...oldest)
  }

  #drop(key: string, kept: Kept): void {
    kept.room.answers--
    this.#kept.delete(key)
  }
}
