/** `cut`: a stream in parts of one size, the last one shorter, so that a large film never lies in memory whole. */
/** In memory of its own, which is what a request can send. */
type Bytes = Uint8Array<ArrayBuffer>

export async function* cut(stream: AsyncIterable<Uint8Array>, partBytes: number): AsyncIterable<Bytes> {
  let waiting: Uint8Array[] = []
  let bytes = 0
  for await (const piece of stream) {
    let rest = piece
    while (bytes + rest.length >= partBytes) {
      const taken = partBytes - bytes
      yield joined([...waiting, rest.subarray(0, taken)], partBytes)
      rest = rest.subarray(taken)
      waiting = []
      bytes = 0
    }
    if (rest.length === 0) continue
    waiting.push(rest)
    bytes += rest.length
  }
  if (bytes > 0) yield joined(waiting, bytes)
}

/** All of a stream. */
export async function gathered(stream: AsyncIterable<Uint8Array>): Promise<Bytes> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of stream) {
    pieces.push(piece)
    bytes += piece.length
  }
  return joined(pieces, bytes)
}

function joined(pieces: readonly Uint8Array[], bytes: number): Bytes {
  const whole = new Uint8Array(bytes)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
