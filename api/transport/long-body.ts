/** `readLong` and `writeLong`: bodies of any size, of which only a little is in memory at a time. */
import { type Exchange, type Headers, writeHead } from './exchange.ts'

export interface ComingBody extends AsyncIterable<Uint8Array> {
  /** What is still to come is thrown away: a client that is writing sees an answer only once all of it is read. */
  drop(): void
}

/** Bytes that have come and nobody has read: at the first the client is told to wait, at the second to go on. */
const WAITING_BYTES_MAX = 1024 * 1024
const WAITING_BYTES_LOW = 256 * 1024

/** Must be called in the same turn as the request came. */
export function readLong({ res, gone }: Exchange): ComingBody {
  const chunks: Buffer[] = []
  let waitingBytes = 0
  let isWhole = false
  let isDropped = false
  let isPaused = false
  let wake = () => {}
  const goOn = () => {
    if (!isPaused || gone.signal.aborted) return
    isPaused = false
    res.resume()
  }
  res.onData((chunk, isLast) => {
    isWhole = isLast
    if (!isDropped) {
      // uWebSockets takes the chunk back when this returns
      chunks.push(Buffer.from(Buffer.from(chunk)))
      waitingBytes += chunk.byteLength
      if (waitingBytes > WAITING_BYTES_MAX && !isLast && !isPaused) {
        isPaused = true
        res.pause()
      }
    }
    wake()
  })
  gone.signal.addEventListener('abort', () => wake())

  async function* read(): AsyncGenerator<Uint8Array, void> {
    for (;;) {
      const chunk = chunks.shift()
      if (chunk !== undefined) {
        waitingBytes -= chunk.byteLength
        if (waitingBytes < WAITING_BYTES_LOW) goOn()
        yield chunk
      } else if (isWhole) return
      else if (gone.signal.aborted) throw new Error('the client went away')
      else {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    }
  }
  return {
    [Symbol.asyncIterator]: read,
    drop() {
      isDropped = true
      chunks.length = 0
      goOn()
    },
  }
}

/** What of a chunk has not been taken yet. */
interface Pending {
  readonly chunk: Uint8Array
  /** Where in the body it begins. */
  readonly at: number
  readonly taken: () => void
}

/** Writes `bytes` of `body`, no faster than the client reads. Resolves when that is over, or the client is gone. */
export async function writeLong(
  to: Exchange,
  status: number,
  headers: Headers,
  { bytes, read }: { readonly bytes: number; read(): AsyncIterable<Uint8Array> },
): Promise<void> {
  if (to.isOver) return
  const { res } = to
  const state: { pending: Pending | null } = { pending: null }
  const push = (chunk: Uint8Array): boolean => {
    const [hasRoom, hasEnded] = res.tryEnd(chunk, bytes)
    if (hasEnded) to.isOver = true
    return hasRoom || hasEnded
  }
  res.onWritable((offset) => {
    const { pending } = state
    if (pending === null) return true
    const isTaken = push(pending.chunk.subarray(offset - pending.at))
    if (isTaken) pending.taken()
    return isTaken
  })
  to.gone.signal.addEventListener('abort', () => state.pending?.taken())
  res.cork(() => writeHead(to, status, headers))
  try {
    for await (const chunk of read()) {
      if (to.isOver) return
      const at = res.getWriteOffset()
      let isTaken = false
      res.cork(() => {
        isTaken = push(chunk)
      })
      if (isTaken) continue
      await new Promise<void>((taken) => {
        state.pending = { chunk, at, taken }
      })
      state.pending = null
    }
  } catch (error) {
    // half of it is there already: all that can still be said is that it is not whole
    if (!to.isOver) res.close()
    throw error
  }
}
