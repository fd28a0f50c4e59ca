/** `chunksOf`: the same bytes in pieces of one size, as networks want uploads; only the last may be smaller. */

export async function* chunksOf(
  source: AsyncIterable<Uint8Array>,
  chunkBytes: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let chunk = new Uint8Array(chunkBytes)
  let filled = 0
  for await (const piece of source) {
    for (let from = 0; from < piece.length; ) {
      const part = piece.subarray(from, from + chunkBytes - filled)
      chunk.set(part, filled)
      filled += part.length
      from += part.length
      if (filled < chunkBytes) continue
      yield chunk
      chunk = new Uint8Array(chunkBytes)
      filled = 0
    }
  }
  if (filled > 0) yield chunk.subarray(0, filled)
}

/** The first piece only; empty when there are no bytes. What is behind the source is let go of. */
export async function firstChunkOf(
  source: AsyncIterable<Uint8Array>,
  chunkBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  for await (const chunk of chunksOf(source, chunkBytes)) return chunk
  return new Uint8Array(0)
}
