/** `atMost`: work of which only so much runs at once; the rest waits in the order it came. */

/** Runs what it is given, at most `max` at a time. */
export function atMost(max: number): <T>(run: () => Promise<T>) => Promise<T> {
  let running = 0
  const waiting: (() => void)[] = []
  return async (run) => {
    if (running < max) running++
    // whoever ends hands its place on, so nobody who comes later takes it
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await run()
    } finally {
      const next = waiting.shift()
      if (next === undefined) running--
      else next()
    }
  }
}
