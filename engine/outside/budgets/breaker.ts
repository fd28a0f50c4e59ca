/** `makeBreakers`: leaves a network alone that fails again and again, and looks now and then whether it is back. */

export interface Breakers {
  /** The one of `name`, for as long as this process lives. */
  of(name: string): Breaker
}

/**
 *            5 failures in a row                30 s
 *   closed ───────────────────────▶ open ─────────────▶ half-open
 *      ▲                             ▲     one call fails    │
 *      │                             └───────────────────────┤
 *      └─────────────────────────────────────────────────────┘
 *                          that call succeeds
 */
export interface Breaker {
  /** Whether to call now. When it is half-open, yes for one, and again after as long if nothing came of that one. */
  mayCall(nowMs: number): boolean
  /** Whether nothing is wrong. For who can wait: it takes away nobody's turn to look. */
  isClosed(): boolean
  /** When to ask again, ms since 1970; meaningful after a no. */
  retryAtMs(): number
  /** It answered, be it with a refusal: it is there. */
  succeeded(): void
  /** It did not answer, or said that it is broken. What is our own fault or a person's is no failure of the network. */
  failed(nowMs: number): void
}

export interface BreakerSettings {
  /** In a row. */
  readonly failuresMax: number
  readonly restMs: number
}

export const BREAKER_SETTINGS: BreakerSettings = { failuresMax: 5, restMs: 30_000 }

export function makeBreakers(settings: BreakerSettings = BREAKER_SETTINGS): Breakers {
  const known = new Map<string, Breaker>()
  return {
    of(name) {
      const breaker = known.get(name) ?? makeBreaker(settings)
      known.set(name, breaker)
      return breaker
    },
  }
}

function makeBreaker({ failuresMax, restMs }: BreakerSettings): Breaker {
  let failures = 0
  /** Closed when the failures are few; else open until then, and half-open from then on. */
  let restsUntilMs = 0
  return {
    mayCall(nowMs) {
      if (failures < failuresMax) return true
      if (nowMs < restsUntilMs) return false
      restsUntilMs = nowMs + restMs
      return true
    },
    isClosed: () => failures < failuresMax,
    retryAtMs: () => restsUntilMs,
    succeeded() {
      failures = 0
    },
    failed(nowMs) {
      failures++
      if (failures >= failuresMax) restsUntilMs = nowMs + restMs
    },
  }
}
