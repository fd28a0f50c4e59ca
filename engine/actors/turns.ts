/** Lets at most so many pieces of work run at a time; the others wait for their turn, first come first served. */
export type Turns = <Result>(work: () => Promise<Result>) => Promise<Result>

export function makeTurns(atOnceMax: number): Turns {
  const waiting: (() => void)[] = []
  let running = 0

  return async (work) => {
    // A turn is handed over, not given back, so that nobody who comes later can take it in between.
    if (running >= atOnceMax) await new Promise<void>((begin) => waiting.push(begin))
    else running++
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}
