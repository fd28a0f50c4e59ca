/** `tintsOf`: a hue for each node, far from those of its neighbours in the list and from red, which is for what nobody has. */

const FIRST = 205
/** From yellow to pink. */
const LOWEST = 50
const SPAN = 295
/** Steps of the golden section stay apart however many there are. */
const STEP = SPAN * 0.618

/** By name. The same names give the same hues. */
export function tintsOf(nodeIds: readonly string[]): ReadonlyMap<string, number> {
  return new Map(
    nodeIds
      .toSorted()
      .map((nodeId, index) => [nodeId, Math.round(LOWEST + ((FIRST - LOWEST + index * STEP) % SPAN))]),
  )
}
