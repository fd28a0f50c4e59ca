/** A post as lists and the calendar show it: what the journal writes beside its events. */
import type { Approval, Destination, Network } from './post-shapes.ts'

export interface PostListing {
  readonly organisationId: string
  readonly authorId: string
  /** seq of the last event. */
  readonly head: number
  /** Derived from the targets; see engine/post/status.ts. */
  readonly status: string
  /** The beginning of its text. */
  readonly text: string
  /** The post's own, then what only targets and parts show. */
  readonly mediaIds: readonly string[]
  readonly tags: readonly string[]
  readonly approval: Approval
  /** ISO 8601 in UTC; null without a plan, and for a local time that is skipped. */
  readonly at: string | null
  /** As the plan says it. */
  readonly localAt: string | null
  readonly timeZone: string | null
  readonly changedAt: string
  readonly targets: readonly TargetListing[]
}

export interface TargetListing {
  readonly targetId: string
  readonly toKind: Destination['kind']
  readonly toId: string
  readonly network: Network | null
  /** Of its first step; see engine/post/chart.ts. */
  readonly life: string
  readonly at: string | null
  readonly url: string | null
  /** Of any step, for a person. */
  readonly trouble: string | null
}
