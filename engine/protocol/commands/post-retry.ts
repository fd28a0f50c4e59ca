import { z } from 'zod'

/** Try a step again that was refused, missed or lacked its account. */
export const PostRetry = z.object({
  type: z.literal('post.retry'),
  targetId: z.string(),
  step: z.int().nonnegative(),
})
export type PostRetry = z.infer<typeof PostRetry>
