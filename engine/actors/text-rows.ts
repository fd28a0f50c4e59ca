/** `TextRows`: numbered short texts, a byte a character, outside of what the garbage collector looks at. */

const ROWS_FIRST = 256
const LATIN1_MAX = 0xff

export class TextRows {
  readonly #charsMax: number
  #bytes: Uint8Array
  #lengths = new Uint8Array(ROWS_FIRST)

  /** `charsMax` is at most 255. */
  constructor(charsMax: number) {
    this.#charsMax = charsMax
    this.#bytes = new Uint8Array(ROWS_FIRST * charsMax)
  }

  /** False, and the row is not to be read, for a text that is too long or has characters of more than a byte. */
  write(row: number, text: string): boolean {
    if (text.length > this.#charsMax) return false
    while (row >= this.#lengths.length) this.#grow()
    const start = row * this.#charsMax
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (code > LATIN1_MAX) return false
      this.#bytes[start + at] = code
    }
    this.#lengths[row] = text.length
    return true
  }

  read(row: number): string {
    const start = row * this.#charsMax
    return String.fromCharCode(...this.#bytes.subarray(start, start + (this.#lengths[row] ?? 0)))
  }

  /** Whether a row that was written begins with `text`. */
  startsWith(row: number, text: string): boolean {
    const start = row * this.#charsMax
    for (let at = 0; at < text.length; at++) if (this.#bytes[start + at] !== text.charCodeAt(at)) return false
    return true
  }

  #grow(): void {
    const bytes = new Uint8Array(2 * this.#bytes.length)
    bytes.set(this.#bytes)
    this.#bytes = bytes
    const lengths = new Uint8Array(2 * this.#lengths.length)
    lengths.set(this.#lengths)
    this.#lengths = lengths
  }
}
