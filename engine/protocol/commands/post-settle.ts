import { z } from 'zod'
import { Evidence, Outcome } from '../post-shapes.ts'

/** Tell what became of an attempt. One that is over already is refused. */
export const PostSettle = z.object({
  type: z.literal('post.settle'),
  targetId: z.string(),
  step: z.int().nonnegative(),
  attempt: z.int().positive(),
  outcome: Outcome,
  evidence: Evidence,
})
export type PostSettle = z.infer<typeof PostSettle>
