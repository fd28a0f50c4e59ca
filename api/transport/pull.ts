/** `pull`: an outlet at one end, an async iterator at the other, and a short queue between them. */
import type { Following, Outlet, Piece } from '../live.ts'

/** Pieces that may wait for the reader; past it the feed pauses and later reads on from the journal. */
const WAITING_MAX = 16

export interface PullParts<Datum> {
  readonly follow: (outlet: Outlet) => Following
  /** Ends the iteration as if it had returned. */
  readonly signal: AbortSignal
  readonly datum: (roomId: string, piece: Piece) => Datum
}

export function pull<Datum>({
  follow,
  signal,
  datum,
}: PullParts<Datum>): AsyncIterator<Datum, void, undefined> {
  const waiting: [roomId: string, piece: Piece][] = []
  let ended: { readonly error: unknown } | null = null
  let wakeReader = () => {}
  let wakeFeed = () => {}

  const outlet: Outlet = {
    begin() {},
    deliver(roomId, piece) {
      waiting.push([roomId, piece])
      wakeReader()
    },
    together: (deliver) => deliver(),
    ready: () => ended !== null || waiting.length < WAITING_MAX,
    whenReady: () =>
      outlet.ready()
        ? Promise.resolve()
        : new Promise((resolve) => {
            wakeFeed = resolve
          }),
    end(error) {
      ended ??= { error }
      wakeReader()
      wakeFeed()
    },
  }

  const following = follow(outlet)
  const finish = () => {
    following.stop()
    waiting.length = 0
    outlet.end(null)
    signal.removeEventListener('abort', finish)
  }
  if (signal.aborted) finish()
  else signal.addEventListener('abort', finish)

  return {
    async next() {
      while (waiting.length === 0 && ended === null) {
        await new Promise<void>((resolve) => {
          wakeReader = resolve
        })
      }
      const next = waiting.shift()
      if (next !== undefined) {
        if (outlet.ready()) wakeFeed()
        return { done: false, value: datum(...next) }
      }
      signal.removeEventListener('abort', finish)
      if (ended !== null && ended.error !== null) throw ended.error
      return { done: true, value: undefined }
    },
    async return() {
      finish()
      return { done: true, value: undefined }
    },
  }
}
