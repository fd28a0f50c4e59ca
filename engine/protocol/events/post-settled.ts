import { z } from 'zod'
import { Evidence, Outcome } from '../post-shapes.ts'
import { eventSchema } from './envelope.ts'

/** What became of an attempt. */
export const PostSettled = eventSchema(
  'post.settled',
  z.object({
    targetId: z.string(),
    step: z.int().nonnegative(),
    attempt: z.int().positive(),
    outcome: Outcome,
    evidence: Evidence,
  }),
)
export type PostSettled = z.infer<typeof PostSettled>
