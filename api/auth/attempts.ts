/** `makeAttempts`: counts what was tried under a key in a window of time, and says when it was too often. */
import { isIPv4, isIPv6 } from 'node:net'
import { Lru } from '../../engine/kernel/lru.ts'
import { refuse } from '../../engine/protocol/errors.ts'

export interface Attempts {
  /** Refuses with RATE_LIMITED and the time left when the key has used up its window. */
  check(key: string): void
  count(key: string): void
}

export interface AttemptsLimit {
  readonly max: number
  readonly windowMs: number
}

/** Keys remembered, about 100 bytes each; past it the one unused longest is forgotten. */
const KEYS_MAX = 20_000

export function makeAttempts(limit: AttemptsLimit, now: () => number): Attempts {
  const windows = new Lru<string, { count: number; readonly endsAt: number }>(KEYS_MAX)

  function open(key: string) {
    const window = windows.get(key)
    return window && window.endsAt > now() ? window : null
  }

  return {
    check(key) {
      const window = open(key)
      if (window && window.count >= limit.max) {
        refuse('RATE_LIMITED', { retryAfterMs: window.endsAt - now() })
      }
    },
    count(key) {
      const window = open(key)
      if (window) window.count++
      else windows.set(key, { count: 1, endsAt: now() + limit.windowMs })
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
