import { z } from 'zod'
import { eventSchema } from './envelope.ts'

/** An attempt is over, because nobody heard of it any more. */
export const PostExpired = eventSchema(
  'post.expired',
  z.object({
    targetId: z.string(),
    step: z.int().nonnegative(),
    attempt: z.int().positive(),
  }),
)
export type PostExpired = z.infer<typeof PostExpired>
