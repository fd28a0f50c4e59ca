/** `lanesOf`: cards of a day that overlap stand side by side. */

export interface Placed<Item> {
  readonly item: Item
  /** Minutes since midnight. */
  readonly minute: number
  readonly lane: number
  /** How many stand side by side here. */
  readonly lanes: number
}

/** Side by side at most; the next ones are only counted. */
export const LANES_MAX = 3

export interface Lanes<Item> {
  readonly placed: readonly Placed<Item>[]
  /** Those that found no lane, by the minute at which their group begins. */
  readonly hidden: ReadonlyMap<number, number>
}

/** `items` in order of time; each is `lengthMinutes` high. */
export function lanesOf<Item>(
  items: readonly Item[],
  minuteOf: (item: Item) => number,
  lengthMinutes: number,
): Lanes<Item> {
  const placed: Placed<Item>[] = []
  const hidden = new Map<number, number>()
  for (const group of groupsOf(items, minuteOf, lengthMinutes)) {
    const ends: number[] = []
    const found: { item: Item; minute: number; lane: number }[] = []
    let left = 0
    for (const item of group) {
      const minute = minuteOf(item)
      const free = ends.findIndex((end) => end <= minute)
      const lane = free === -1 ? ends.length : free
      if (lane >= LANES_MAX) {
        left++
        continue
      }
      ends[lane] = minute + lengthMinutes
      found.push({ item, minute, lane })
    }
    for (const one of found) placed.push({ ...one, lanes: ends.length })
    if (left > 0) hidden.set(minuteOf(group[0] as Item), left)
  }
  return { placed, hidden }
}

/** Runs of items of which each overlaps one before it. */
function groupsOf<Item>(
  items: readonly Item[],
  minuteOf: (item: Item) => number,
  lengthMinutes: number,
): Item[][] {
  const groups: Item[][] = []
  let end = Number.NEGATIVE_INFINITY
  for (const item of items) {
    const minute = minuteOf(item)
    if (minute >= end) groups.push([])
    groups.at(-1)?.push(item)
    end = Math.max(end, minute + lengthMinutes)
  }
  return groups
}
