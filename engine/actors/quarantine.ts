/** Sets aside a room whose machine throws again and again, so that it harms nobody else. */

interface Record {
  /** Throws in a row. */
  failures: number
  /** Until when it is set aside, ms since 1970; 0 while it is not. */
  until: number
}

export class Quarantine {
  readonly #records = new Map<string, Record>()
  readonly #failuresMax: number
  readonly #restMs: number

  constructor(failuresMax: number, restMs: number) {
    this.#failuresMax = failuresMax
    this.#restMs = restMs
  }

  /** Rooms that have failed since they last succeeded. Small; usually empty. */
  get size(): number {
    return this.#records.size
  }

  /** The rooms that are set aside. */
  rooms(): string[] {
    return [...this.#records].filter(([, record]) => record.until > 0).map(([roomId]) => roomId)
  }

  /**
   * How long the room is still set aside, ms; 0 lets the caller in. Once the rest is over one caller is let in as a
   * trial, and the next rest begins: only its success ends the quarantine.
   */
  restOf(roomId: string, nowMs: number): number {
    const record = this.#records.get(roomId)
    if (record === undefined || record.until === 0) return 0
    if (record.until > nowMs) return record.until - nowMs
    record.until = nowMs + this.#restMs
    return 0
  }

  /** The machine threw. Returns whether the room is set aside now. */
  failed(roomId: string, nowMs: number): boolean {
    const record = this.#records.get(roomId) ?? { failures: 0, until: 0 }
    this.#records.set(roomId, record)
    record.failures++
    if (record.failures < this.#failuresMax) return false
    record.until = nowMs + this.#restMs
    return true
  }

  /** The machine decided something: whatever it was, it works. */
  succeeded(roomId: string): void {
    this.#records.delete(roomId)
  }
}
