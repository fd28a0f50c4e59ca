/** `makeAttempts`: counts what was tried under a key in a window of time, on all nodes together, and refuses what is too much. */
import { isIPv4, isIPv6 } from 'node:net'
import { must } from '../../engine/kernel/assert.ts'
import { refuse } from '../../engine/protocol/errors.ts'
import { arrayOf } from '../../engine/store/array-text.ts'
import type { Store } from '../../engine/store/store.ts'

export interface Attempts {
  /** Refuses with RATE_LIMITED and the time left when one of these has used up its window. */
  check(tried: readonly Tried[]): Promise<void>
  /**
   * Counts one of each. Of several at once only as many as are allowed get null, the others the ms until all windows
   * that are used up have ended.
   */
  count(tried: readonly Tried[]): Promise<number | null>
}

/** How often something may be tried. */
export interface AttemptsLimit {
  /** Keeps keys of one kind apart from those of another. */
  readonly name: string
  readonly max: number
  readonly windowMs: number
}

/** Under which limit something is tried, and by or on whom. */
export interface Tried {
  readonly limit: AttemptsLimit
  readonly key: string
}

/** Time is the database's: nodes may think otherwise of it. */
const CHECK = `
SELECT ceil(extract(epoch FROM max(ends_at) - now()) * 1000)::int AS left_ms
FROM attempt JOIN unnest(?::text[], ?::int[]) AS tried(key, max) USING (key)
WHERE count >= max AND ends_at > now()`

/** In the order of the keys: of two that count the same ones, one waits for the other, and never both. */
const COUNT = `
INSERT INTO attempt AS known (key, count, ends_at)
SELECT key, 1, now() + window_ms * interval '1 ms' FROM unnest(?::text[], ?::int[]) AS tried(key, window_ms) ORDER BY key
ON CONFLICT (key) DO UPDATE SET
  count = CASE WHEN known.ends_at > now() THEN known.count + 1 ELSE 1 END,
  ends_at = CASE WHEN known.ends_at > now() THEN known.ends_at ELSE excluded.ends_at END
RETURNING key, count, ceil(extract(epoch FROM ends_at - now()) * 1000)::int AS left_ms`

/**
 * Each count is followed by this: it takes away a few windows that have ended, so that keys nobody tries again do not
 * stay. Never in the statement that counts: two that each sweep what the other counts would wait for each other.
 */
const SWEEP = `
DELETE FROM attempt WHERE key IN (
  SELECT key FROM attempt WHERE ends_at < now() ORDER BY ends_at LIMIT 3 FOR UPDATE SKIP LOCKED
)`

interface CountRow {
  readonly key: string
  readonly count: number
  readonly left_ms: number
}

export function makeAttempts(store: Pick<Store, 'em'>): Attempts {
  return {
    async check(tried) {
      const values = [arrayOf(tried.map(named)), arrayOf(tried.map(({ limit }) => limit.max))]
      const [full] = await store.em().execute<{ left_ms: number | null }[]>(CHECK, values)
      if (full?.left_ms) refuse('RATE_LIMITED', { retryAfterMs: full.left_ms })
    },
    async count(tried) {
      const values = [arrayOf(tried.map(named)), arrayOf(tried.map(({ limit }) => limit.windowMs))]
      const counted = await store.em().execute<CountRow[]>(COUNT, values)
      await store.em().execute(SWEEP)
      const maxima = new Map(tried.map((one) => [named(one), one.limit.max]))
      const full = counted.filter(({ key, count }) => count > must(maxima.get(key), key))
      return full.length === 0 ? null : Math.max(...full.map(({ left_ms }) => left_ms))
    },
  }
}

const named = ({ limit, key }: Tried) => `${limit.name} ${key}`

/** What an address counts as: itself for IPv4, its /64 for IPv6, for that is what one customer is given. */
export function addressKey(address: string): string {
  const mapped = address.replace(/^::ffff:/i, '')
  if (isIPv4(mapped) || !isIPv6(address)) return mapped
  const [head = '', tail] = address.split('::')
  const groups = head === '' ? [] : head.split(':')
  const rest = tail ? tail.split(':') : []
  while (tail !== undefined && groups.length + rest.length < 8) groups.push('0')
  return `${[...groups, ...rest]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
