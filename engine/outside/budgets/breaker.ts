/** `makeBreakers`: leaves a network alone that fails again and again, and looks now and then whether it is back. */
import type { Clock } from '../../kernel/clock.ts'
import type { Network } from '../../protocol/post-shapes.ts'

/**
 * Of each network, for as long as this process lives:
 *
 *            5 failures in a row                30 s
 *   closed ───────────────────────▶ open ─────────────▶ half-open
 *      ▲                             ▲     one call fails    │
 *      │                             └───────────────────────┤
 *      └─────────────────────────────────────────────────────┘
 *                          that call succeeds
 */
export interface Breakers {
  /**
   * Null: call it now. Else when to ask again, ISO 8601 in UTC. Half-open it says null to one, and again 30 s later when
   * nothing was seen of that one.
   */
  closedUntil(network: Network): string | null
  /** `isWell`: it answered, be it with a refusal. What is our own fault or a person's is no failure of the network. */
  saw(network: Network, isWell: boolean): void
}

export interface BreakerSettings {
  /** In a row. */
  readonly failuresMax: number
  readonly restMs: number
}

export const BREAKER_SETTINGS: BreakerSettings = { failuresMax: 5, restMs: 30_000 }

interface Standing {
  failures: number
  /** With enough failures it is open until then, and half-open from then on. */
  restsUntilMs: number
}

export function makeBreakers(
  clock: Pick<Clock, 'now'>,
  { failuresMax, restMs }: BreakerSettings = BREAKER_SETTINGS,
): Breakers {
  const known = new Map<Network, Standing>()
  const standing = (network: Network): Standing => {
    const found = known.get(network) ?? { failures: 0, restsUntilMs: 0 }
    known.set(network, found)
    return found
  }
  return {
    closedUntil(network) {
      const one = standing(network)
      const nowMs = clock.now()
      if (one.failures < failuresMax) return null
      if (nowMs < one.restsUntilMs) return new Date(one.restsUntilMs).toISOString()
      one.restsUntilMs = nowMs + restMs
      return null
    },
    saw(network, isWell) {
      const one = standing(network)
      one.failures = isWell ? 0 : one.failures + 1
      if (one.failures >= failuresMax) one.restsUntilMs = clock.now() + restMs
    },
  }
}
