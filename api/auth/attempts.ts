/** `makeAttempts`: counts what was tried under a key in a window of time, on all nodes together, and refuses what is too much. */
import { isIPv4, isIPv6 } from 'node:net'
import { refuse } from '../../engine/protocol/errors.ts'
import type { Store } from '../../engine/store/store.ts'

export interface Attempts {
  /** Refuses with RATE_LIMITED and the time left when the key has used up its window. */
  check(key: string): Promise<void>
  /** Counts one. Of several at once only as many as are allowed get null, the others the ms until the window ends. */
  count(key: string): Promise<number | null>
}

export interface AttemptsLimit {
  /** Keeps keys of one kind apart from those of another. */
  readonly name: string
  readonly max: number
  readonly windowMs: number
}

/** Time is the database's: nodes may think otherwise of it. */
const CHECK = `
SELECT ceil(extract(epoch FROM ends_at - now()) * 1000)::int AS left_ms FROM attempt
WHERE key = ? AND count >= ? AND ends_at > now()`

/** Each count also takes away a few windows that have ended, so that keys nobody tries again do not stay. */
const COUNT = `
WITH swept AS (
  DELETE FROM attempt WHERE key IN (
    SELECT key FROM attempt WHERE ends_at < now() ORDER BY ends_at LIMIT 3 FOR UPDATE SKIP LOCKED
  ) AND key <> ?
)
INSERT INTO attempt AS known (key, count, ends_at) VALUES (?, 1, now() + ? * interval '1 ms')
ON CONFLICT (key) DO UPDATE SET
  count = CASE WHEN known.ends_at > now() THEN known.count + 1 ELSE 1 END,
  ends_at = CASE WHEN known.ends_at > now() THEN known.ends_at ELSE excluded.ends_at END
RETURNING count, ceil(extract(epoch FROM ends_at - now()) * 1000)::int AS left_ms`

export function makeAttempts({ name, max, windowMs }: AttemptsLimit, store: Pick<Store, 'em'>): Attempts {
  const named = (key: string) => `${name} ${key}`
  return {
    async check(key) {
      const [full] = await store.em().execute<{ left_ms: number }[]>(CHECK, [named(key), max])
      if (full !== undefined) refuse('RATE_LIMITED', { retryAfterMs: full.left_ms })
    },
    async count(key) {
      const values = [named(key), named(key), windowMs]
      const [counted] = await store.em().execute<{ count: number; left_ms: number }[]>(COUNT, values)
      return counted !== undefined && counted.count > max ? counted.left_ms : null
    },
  }
}

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
