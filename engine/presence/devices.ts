/** `Devices`: the people who have a connection to this node, and those who had one a moment ago. */
import type { Person } from './wire.ts'

/** Who has just lost a connection mostly comes back: a reload, another network, another node. Seconds. */
export const LINGER_TICKS = 5

export class Devices {
  readonly #counts = new Map<Person, number>()
  /** The tick in which their time is over, the first one first, since all linger as long. */
  readonly #lingering = new Map<Person, number>()
  readonly #changed: (person: Person, isHere: boolean) => void

  /** `changed` is called when somebody comes, and when their last device has been gone for a while. */
  constructor(changed: (person: Person, isHere: boolean) => void) {
    this.#changed = changed
  }

  enter(person: Person): void {
    const count = this.#counts.get(person) ?? 0
    this.#counts.set(person, count + 1)
    if (count > 0 || this.#lingering.delete(person)) return
    this.#changed(person, true)
  }

  leave(person: Person, tick: number): void {
    const count = this.#counts.get(person)
    if (count === undefined) return
    if (count > 1) {
      this.#counts.set(person, count - 1)
      return
    }
    this.#counts.delete(person)
    this.#lingering.set(person, tick + LINGER_TICKS)
  }

  has(person: Person): boolean {
    return this.#counts.has(person) || this.#lingering.has(person)
  }

  /** A second has passed. */
  sweep(tick: number): void {
    for (const [person, untilTick] of this.#lingering) {
      if (untilTick >= tick) return
      this.#lingering.delete(person)
      this.#changed(person, false)
    }
  }

  /** People with a connection, and those who linger. */
  size(): number {
    return this.#counts.size + this.#lingering.size
  }
}
