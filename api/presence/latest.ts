/** `makeLatest`: an iterable whose reader gets what is new since it last looked, however much happened meanwhile. */

export interface Latest<Datum> {
  readonly feed: AsyncIterable<Datum, void, undefined>
  /** There may be something new. */
  wake(): void
  /** The reader gets nothing more. */
  end(): void
  /** Has `run` called when it is over, for whatever reason; at once if it is. */
  onEnd(run: () => void): void
}

/** `take` answers with what is new since it was last called, null for nothing. `signal` ends it. */
export function makeLatest<Datum>(signal: AbortSignal, take: () => Datum | null): Latest<Datum> {
  const ends: (() => void)[] = []
  let isOver = false
  let wakeReader = () => {}

  function end(): void {
    if (isOver) return
    isOver = true
    signal.removeEventListener('abort', end)
    for (const run of ends.splice(0)) run()
    wakeReader()
  }
  async function next(): Promise<IteratorResult<Datum, void>> {
    while (!isOver) {
      const datum = take()
      if (datum !== null) return { done: false, value: datum }
      await new Promise<void>((resolve) => {
        wakeReader = resolve
      })
    }
    return { done: true, value: undefined }
  }
  async function leave(): Promise<IteratorResult<Datum, void>> {
    end()
    return { done: true, value: undefined }
  }

  if (signal.aborted) isOver = true
  else signal.addEventListener('abort', end)
  return {
    feed: { [Symbol.asyncIterator]: () => ({ next, return: leave }) },
    wake: () => wakeReader(),
    end,
    onEnd(run) {
      if (isOver) run()
      else ends.push(run)
    },
  }
}
