/** `Few`: a map that is mostly empty or holds one entry, and then takes no more memory than that entry. */

/** An empty `Map` takes 270 bytes, and most sockets have one subscription in theirs. */
export class Few<Key, Value> {
  #key: Key | null = null
  #value: Value | null = null
  /** From the second entry on. */
  #more: Map<Key, Value> | null = null

  get size(): number {
    return this.#more?.size ?? (this.#value === null ? 0 : 1)
  }

  get(key: Key): Value | undefined {
    if (this.#more !== null) return this.#more.get(key)
    return this.#value !== null && this.#key === key ? this.#value : undefined
  }

  has(key: Key): boolean {
    return this.get(key) !== undefined
  }

  set(key: Key, value: Value): void {
    if (this.#more !== null) this.#more.set(key, value)
    else if (this.#value === null || this.#key === key) {
      this.#key = key
      this.#value = value
    } else {
      this.#more = new Map([
        [this.#key as Key, this.#value],
        [key, value],
      ])
      this.#key = null
      this.#value = null
    }
  }

  /** Whether it was there. */
  delete(key: Key): boolean {
    if (this.#more !== null) return this.#more.delete(key)
    if (!this.has(key)) return false
    this.#key = null
    this.#value = null
    return true
  }

  clear(): void {
    this.#key = null
    this.#value = null
    this.#more = null
  }

  /** A copy, so that entries may go while one walks over it. */
  values(): Value[] {
    if (this.#more !== null) return [...this.#more.values()]
    return this.#value === null ? [] : [this.#value]
  }
}
