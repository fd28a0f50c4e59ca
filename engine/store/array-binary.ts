/** PostgreSQL's binary form of arrays: `makeArrays`. `pg` sends a Buffer as a binary parameter. */

export interface Arrays {
  int4(values: readonly number[]): Buffer
  /** Whole numbers below 2^53. */
  int8(values: readonly number[]): Buffer
  /** Times in ms since 1970. */
  timestamptz(timesMs: readonly number[]): Buffer
  /** Throws as PostgreSQL would, with SQLSTATE 22P02, when one is no UUID in its canonical form. */
  uuid(ids: readonly string[]): Buffer
  /** Half a surrogate becomes U+FFFD, as in every text that `pg` sends. */
  text(values: readonly string[]): Buffer
  /** JSON, given as text. */
  json(values: readonly string[]): Buffer
  /** From now on new arrays are written over the old ones: only once the server has answered to these. */
  reuse(): void
}

const OIDS = { json: 114, int8: 20, int4: 23, text: 25, timestamptz: 1184, uuid: 2950 } as const
/** Dimensions, whether there are nulls, type, length, lower bound; then each element after its length in bytes. */
const HEAD_BYTES = 20
/** From 1970, where JavaScript's time begins, to 2000, where PostgreSQL's does. */
const EPOCH_MICROS = 946_684_800_000_000
const SLAB_BYTES = 64 * 1024
/** A commit of very long messages takes 50 MB once; nobody keeps that. */
const SLAB_BYTES_KEPT = 2 * 1024 * 1024

/**
 * Writes arrays one behind the other into one slab of memory. Memory of its own for each commit made the garbage
 * collector mark everything twice as often: 2 µs a message, and 10 ms at a time.
 */
export function makeArrays(): Arrays {
  let slab = Buffer.alloc(0)
  let view = new DataView(slab.buffer)
  let start = 0
  let at = 0

  function begin(oid: number, length: number, bytesMax: number): void {
    if (slab.length < at + HEAD_BYTES + bytesMax) {
      // what was written stays where it is
      slab = Buffer.allocUnsafeSlow(Math.max(SLAB_BYTES, 2 * slab.length, HEAD_BYTES + bytesMax))
      view = new DataView(slab.buffer)
      at = 0
    }
    start = at
    // an array without elements has no dimension
    int4(length === 0 ? 0 : 1)
    int4(0)
    int4(oid)
    if (length === 0) return
    int4(length)
    int4(1)
  }

  const end = () => slab.subarray(start, at)

  function int4(value: number): void {
    view.setInt32(at, value)
    at += 4
  }

  function int8(value: number): void {
    int4(8)
    view.setInt32(at, Math.floor(value / 0x1_0000_0000))
    view.setUint32(at + 4, value)
    at += 8
  }

  function texts(oid: number, values: readonly string[]): Buffer {
    let chars = 0
    for (const value of values) chars += value.length
    // a character of a JavaScript string takes three bytes at most
    begin(oid, values.length, 4 * values.length + 3 * chars)
    for (const value of values) {
      const bytes = slab.write(value, at + 4)
      int4(bytes)
      at += bytes
    }
    return end()
  }

  return {
    int4(values) {
      begin(OIDS.int4, values.length, 8 * values.length)
      for (const value of values) {
        int4(4)
        int4(value)
      }
      return end()
    },
    int8(values) {
      begin(OIDS.int8, values.length, 12 * values.length)
      for (const value of values) int8(value)
      return end()
    },
    timestamptz(timesMs) {
      begin(OIDS.timestamptz, timesMs.length, 12 * timesMs.length)
      for (const timeMs of timesMs) int8(timeMs * 1_000 - EPOCH_MICROS)
      return end()
    },
    uuid(ids) {
      begin(OIDS.uuid, ids.length, 20 * ids.length)
      for (const id of ids) {
        int4(16)
        if (!writeUuid(slab, id, at)) {
          throw Object.assign(new Error(`"${id}" is no UUID`), { code: '22P02' })
        }
        at += 16
      }
      return end()
    },
    text: (values) => texts(OIDS.text, values),
    json: (values) => texts(OIDS.json, values),
    reuse() {
      at = 0
      if (slab.length > SLAB_BYTES_KEPT) slab = Buffer.alloc(0)
    },
  }
}

/** Value of a hexadecimal digit by its character code; negative for any other character. */
const DIGITS = new Int8Array(128).fill(-1)
for (let digit = 0; digit < 16; digit++) DIGITS[digit.toString(16).charCodeAt(0)] = digit

/** Where in the text each byte of a UUID stands, and the dashes between. */
const PLACES = Uint8Array.of(0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34)
const DASHES = Uint8Array.of(8, 13, 18, 23)
const DASH = '-'.charCodeAt(0)

/** False when it is none. */
function writeUuid(to: Buffer, id: string, at: number): boolean {
  let isUuid = id.length === 36
  for (let dash = 0; dash < 4; dash++) isUuid &&= id.charCodeAt(DASHES[dash] as number) === DASH
  for (let byte = 0; byte < 16; byte++) {
    const place = PLACES[byte] as number
    const value = ((DIGITS[id.charCodeAt(place)] ?? -1) << 4) | (DIGITS[id.charCodeAt(place + 1)] ?? -1)
    isUuid &&= value >= 0
    to[at + byte] = value
  }
  return isUuid
}
