/** `makeSpread`: sends those who are turned away together back at times apart. */

/** No divisor of a thousand: of two who are turned away one after another, the times lie far apart. */
const STEP_MS = 379

/** One to two times `ms`, another each time it is asked: together they would come back as the crowd that they were. */
export function makeSpread(): (ms: number) => number {
  let asked = 0
  return (ms) => ms + ((asked++ * STEP_MS) % ms)
}
