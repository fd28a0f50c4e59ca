/** `makeFrameReader`: finds the frames in what a socket received, reads their heads and skips their payloads. */

export interface FrameReader {
  /** Bytes of the stream in order; `bytes` may be reused afterwards. */
  read(bytes: Buffer): void
}

/**
 * Called once a frame. `payload` lies in `bytes` from `start` to `end`; when the rest of it has not come yet, `end` is
 * where `bytes` ends and `length` says how long the payload will be. At least `SEEN_BYTES` of it are there, or all.
 */
export type OnFrame = (opcode: number, bytes: Buffer, start: number, end: number, length: number) => void

/** What a reader of frames may rely on: enough for a request id, a room and a position. */
export const SEEN_BYTES = 192

export function makeFrameReader(onFrame: OnFrame): FrameReader {
  /** Bytes of the present frame that are still to come and of no interest. */
  let skip = 0
  /** The beginning of a frame of which too little has come. */
  let kept: Buffer | null = null

  /** Returns where a frame begins that is not there far enough, or the end. */
  function walk(bytes: Buffer, from: number): number {
    let at = from
    const { length } = bytes
    while (at < length) {
      if (length - at < 2) return at
      let size = (bytes[at + 1] as number) & 0x7f
      let head = 2
      if (size === 126) {
        if (length - at < 4) return at
        size = ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number)
        head = 4
      } else if (size === 127) {
        if (length - at < 10) return at
        size = bytes.readUInt32BE(at + 2) * 0x1_0000_0000 + bytes.readUInt32BE(at + 6)
        head = 10
      }
      const start = at + head
      const here = length - start
      if (here < size && here < SEEN_BYTES) return at
      const end = here < size ? length : start + size
      onFrame((bytes[at] as number) & 0x0f, bytes, start, end, size)
      skip = size - (end - start)
      at = end
    }
    return at
  }

  return {
    read(chunk) {
      let bytes = chunk
      let from = 0
      if (kept !== null) {
        bytes = Buffer.concat([kept, chunk])
        kept = null
      } else if (skip > 0) {
        from = Math.min(skip, chunk.length)
        skip -= from
      }
      const rest = walk(bytes, from)
      if (rest < bytes.length) kept = Buffer.from(bytes.subarray(rest))
    },
  }
}
