/** `metrics`: how a post does at the networks where it is public: what they told last, and before. */
import { Measurement } from '../../engine/store/entities/measurement.ts'
import { Measuring } from '../../engine/store/entities/measuring.ts'
import { postOf } from '../post-access.ts'
import type { SignedInCtx } from '../procedure.ts'

/** Null is what the network does not tell. */
export interface Numbers {
  /** ISO 8601 in UTC. */
  readonly at: string
  readonly views: number | null
  readonly likes: number | null
  readonly comments: number | null
  readonly shares: number | null
}

export interface StepMetrics {
  readonly targetId: string
  readonly step: number
  /** When the network last answered; null before it was asked. */
  readonly askedAt: string | null
  /** When it is asked next; null when it is asked no more. */
  readonly nextAt: string | null
  /** The newest of `history`; null when nothing was told yet, and where a network tells nothing. */
  readonly latest: Numbers | null
  /** Oldest first. */
  readonly history: readonly Numbers[]
}

/** One item for each step that is public at a network, half a minute after it is. Refuses with UNKNOWN_POST. */
export async function metrics(
  { node, session }: SignedInCtx,
  postId: string,
): Promise<{ readonly items: readonly StepMetrics[] }> {
  const { id } = await postOf(node, session.organisationId, postId)
  const em = node.store.scoped(session.organisationId)
  const steps = await em.find(Measuring, { postId: id }, { orderBy: { targetId: 'asc', step: 'asc' } })
  const rows = await em.find(Measurement, { postId: id }, { orderBy: { at: 'asc' } })
  const items = steps.map(({ targetId, step, askedAt, nextAt }) => {
    const history = rows.filter((row) => row.targetId === targetId && row.step === step).map(numbersOf)
    return {
      targetId,
      step,
      askedAt: askedAt?.toISOString() ?? null,
      nextAt: nextAt?.toISOString() ?? null,
      latest: history.at(-1) ?? null,
      history,
    }
  })
  return { items }
}

function numbersOf({ at, views, likes, comments, shares }: Measurement): Numbers {
  return {
    at: at.toISOString(),
    views: views ?? null,
    likes: likes ?? null,
    comments: comments ?? null,
    shares: shares ?? null,
  }
}
