import { z } from 'zod'
import { Purpose } from '../post-shapes.ts'
import { eventSchema } from './envelope.ts'

/** An attempt began. */
export const PostFired = eventSchema(
  'post.fired',
  z.object({
    targetId: z.string(),
    step: z.int().nonnegative(),
    purpose: Purpose,
    attempt: z.int().positive(),
    worker: z.string(),
    leaseUntil: z.string(),
  }),
)
export type PostFired = z.infer<typeof PostFired>
