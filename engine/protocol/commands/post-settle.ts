import { z } from 'zod'
import { Evidence, Outcome } from '../post-shapes.ts'

/** Tell what became of an attempt. One that is over already is refused. */
export const PostSettle = z.object({
  type: z.literal('post.settle'),
  targetId: z.string(),
  step: z.int().nonnegative(),
  attempt: z.int().positive(),
  /** Who made it: after a failover that lost a firing, another attempt may have the same number. */
  worker: z.string(),
  outcome: Outcome,
  evidence: Evidence,
})
export type PostSettle = z.infer<typeof PostSettle>
