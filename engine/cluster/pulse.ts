/** `makePulse`: what our own beats say of us, and whom others say to be missing. */
import type { NodeSeen } from './control.ts'
import type { Named } from './judge.ts'

/** Eight beats. Between two that are further apart, others may have beaten as seldom, and are not to blame. */
const GAP_MS_MAX = 2_000

export interface Pulse {
  /** See `Signs`. Counted by the register's clock alone. */
  readonly healthyMs: number
  beaten(gapMs: number, nodes: readonly NodeSeen[]): void
  failed(): void
  /** False when it was suspected already. */
  suspect(node: Named): boolean
  isSuspected(node: Named): boolean
}

export function makePulse(): Pulse {
  let healthyMs = 0
  /** By incarnation: how old its last beat was when we looked last. */
  const suspected = new Map<string, number>()

  return {
    get healthyMs() {
      return healthyMs
    },
    beaten(gapMs, nodes) {
      healthyMs = gapMs <= GAP_MS_MAX ? healthyMs + gapMs : 0
      for (const [incarnation, ageMs] of suspected) {
        const node = nodes.find((seen) => seen.incarnation === incarnation)
        // it has beaten since: nobody listens there, and it lives
        if (node === undefined || node.beatAgeMs < ageMs) suspected.delete(incarnation)
        else suspected.set(incarnation, node.beatAgeMs)
      }
    },
    failed() {
      healthyMs = 0
    },
    suspect({ incarnation }) {
      if (suspected.has(incarnation)) return false
      suspected.set(incarnation, 0)
      return true
    },
    isSuspected: ({ incarnation }) => suspected.has(incarnation),
  }
}
