/** `chunksOf`: a stream of bytes, cut anew into pieces of one size. */

/** Every piece has `bytes` bytes, but for the last. */
export async function* chunksOf(stream: AsyncIterable<Uint8Array>, bytes: number): AsyncIterable<Uint8Array> {
  let piece = new Uint8Array(bytes)
  let filled = 0
  for await (const part of stream) {
    for (let from = 0; from < part.length; ) {
      const taken = part.subarray(from, from + bytes - filled)
      piece.set(taken, filled)
      filled += taken.length
      from += taken.length
      if (filled < bytes) continue
      yield piece
      // another one: who took it may still be sending it
      piece = new Uint8Array(bytes)
      filled = 0
    }
  }
  if (filled > 0) yield piece.subarray(0, filled)
}
