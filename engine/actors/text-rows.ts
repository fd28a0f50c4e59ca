/** `TextRows`: numbered short texts, a byte a character, outside of what the garbage collector looks at. */
import { must } from '../kernel/assert.ts'

const ROWS_A_PAGE = 256
const LATIN1_MAX = 0xff

/** Grows a page at a time: doubling would leave up to half of it empty, and copy all of it. */
export class TextRows {
  readonly #charsMax: number
  readonly #pages: Uint8Array[] = []
  readonly #chars: number[] = []

  constructor(charsMax: number) {
    this.#charsMax = charsMax
  }

  /** False, and the row is not to be read, for a text that is too long or has characters of more than a byte. */
  write(row: number, text: string): boolean {
    if (text.length > this.#charsMax) return false
    this.#pages[Math.floor(row / ROWS_A_PAGE)] ??= new Uint8Array(ROWS_A_PAGE * this.#charsMax)
    const bytes = this.#pageOf(row)
    const start = this.#startOf(row)
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (code > LATIN1_MAX) return false
      bytes[start + at] = code
    }
    this.#chars[row] = text.length
    return true
  }

  read(row: number): string {
    const start = this.#startOf(row)
    return String.fromCharCode(...this.#pageOf(row).subarray(start, start + (this.#chars[row] ?? 0)))
  }

  /** Whether a row that was written begins with `text`. */
  startsWith(row: number, text: string): boolean {
    const bytes = this.#pageOf(row)
    const start = this.#startOf(row)
    for (let at = 0; at < text.length; at++) if (bytes[start + at] !== text.charCodeAt(at)) return false
    return true
  }

  #pageOf(row: number): Uint8Array {
    return must(this.#pages[Math.floor(row / ROWS_A_PAGE)], 'a row that was written has a page')
  }

  #startOf(row: number): number {
    return (row % ROWS_A_PAGE) * this.#charsMax
  }
}
