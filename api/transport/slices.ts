/** `makeSlices`: lets a crowd through a few a turn of the event loop, so that nobody else waits behind all of it. */

/** Null: go on. Else it is this one's turn when it resolves. First come, first served. */
export type Slices = () => Promise<void> | null

export function makeSlices(perTurn: number): Slices {
  let waiting: (() => void)[] = []
  let passed = 0
  let isCounting = false

  function nextTurn(): void {
    const next = waiting.slice(0, perTurn)
    if (next.length > 0) waiting = waiting.slice(perTurn)
    passed = next.length
    isCounting = passed > 0
    if (isCounting) setImmediate(nextTurn)
    for (const go of next) go()
  }

  return () => {
    if (!isCounting) {
      isCounting = true
      setImmediate(nextTurn)
    }
    if (passed < perTurn) {
      passed++
      return null
    }
    return new Promise((resolve) => void waiting.push(resolve))
  }
}
