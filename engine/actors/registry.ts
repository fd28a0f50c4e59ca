/** The rooms in memory by id, and how many commands wait in all of them. */
import type { Activation } from './activation.ts'

/** Moving a room to the end of the map at each command would cost more than the order is worth. */
const TOUCH_MS = 1_000

export class Registry {
  /** Least recently used first, to about `TOUCH_MS`. */
  readonly #rooms = new Map<string, Activation>()
  /** Commands without an answer, in all rooms. */
  waiting = 0
  /** Called when `waiting` falls to 0. */
  whenQuiet: (() => void) | null = null
  /** Called whenever a command has got its answer. Empty but while shards are released. */
  readonly watchers = new Set<() => void>()

  get size(): number {
    return this.#rooms.size
  }

  get(roomId: string): Activation | undefined {
    return this.#rooms.get(roomId)
  }

  add(activation: Activation): void {
    this.#rooms.set(activation.roomId, activation)
  }

  /** Removes this very record; another one of the same room stays. */
  remove(activation: Activation): void {
    if (this.#rooms.get(activation.roomId) === activation) this.#rooms.delete(activation.roomId)
  }

  touch(activation: Activation, nowMs: number): void {
    if (nowMs - activation.touchedAt < TOUCH_MS) return
    activation.touchedAt = nowMs
    this.#rooms.delete(activation.roomId)
    this.#rooms.set(activation.roomId, activation)
  }

  /** Least recently used first. Rooms may be removed while iterating. */
  all(): IterableIterator<Activation> {
    return this.#rooms.values()
  }

  /** One command has its answer. */
  answered(): void {
    this.waiting--
    if (this.waiting === 0) this.whenQuiet?.()
    if (this.watchers.size > 0) for (const watch of this.watchers) watch()
  }
}
