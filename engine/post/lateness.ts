/** `lateOf`: what becomes of a post whose time has passed while nobody could publish it. */

/** Said when a post is planned; after an outage the backlog drains by it, not all at once. */
export interface Lateness {
  /** Up to so much late, a post goes out as if nothing had happened. Milliseconds. */
  readonly maxMs: number
  readonly onLate: OnLate
}

/** Publish all the same, ask a person, let it go, or take the next free slot of the account's queue. */
export type OnLate = 'publish' | 'ask' | 'skip' | 'nextSlot'

/** An hour: what a reader of the post would not notice, and longer than a deploy or a failover. */
export const LATENESS: Lateness = { maxMs: 3_600_000, onLate: 'ask' }

/** Null: it is in time, or may go out late. `due` and `now` are ISO 8601 in UTC. */
export function lateOf(
  due: string,
  now: string,
  { maxMs, onLate }: Lateness,
): Exclude<OnLate, 'publish'> | null {
  if (onLate === 'publish' || Date.parse(now) - Date.parse(due) <= maxMs) return null
  return onLate
}
