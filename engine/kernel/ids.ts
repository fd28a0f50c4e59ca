/** Identifiers: UUIDv7 (RFC 9562), made from a clock and a source of randomness that the caller owns. */

/** A number in [0, 1), like `Math.random`. */
export type Random = () => number

/** Makes ids. Ids of one source never repeat and grow with time. */
export type IdSource = () => string

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** A source of UUIDv7: 48 bits of time in ms, 12 bits that count inside a millisecond, 62 random bits. */
export function idSource(now: () => number, random: Random): IdSource {
  let lastMs = 0
  let counter = 0
  return () => {
    const nowMs = now()
    if (nowMs > lastMs) {
      lastMs = nowMs
      counter = Math.floor(random() * 0x400)
    } else if (++counter > 0xfff) {
      lastMs++
      counter = 0
    }
    return uuidv7(lastMs, counter, random)
  }
}

function uuidv7(timeMs: number, counter: number, random: Random): string {
  const time = timeMs.toString(16).padStart(12, '0')
  const sub = (0x7000 | counter).toString(16)
  const high = Math.floor(random() * 0x1_0000_0000)
  const low = Math.floor(random() * 0x1_0000_0000)
  const variant = 0x80 | ((high >>> 24) & 0x3f)
  return `${time.slice(0, 8)}-${time.slice(8)}-${sub}-${HEX[variant]}${hexByte(high, 16)}-${hexByte(high, 8)}${hexByte(high, 0)}${hexByte(low, 24)}${hexByte(low, 16)}${hexByte(low, 8)}${hexByte(low, 0)}`
}

function hexByte(word: number, shift: number): string {
  return HEX[(word >>> shift) & 0xff] as string
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Whether `text` is a UUID in its canonical lower-case form. */
export function isUuid(text: string): boolean {
  return UUID.test(text)
}
