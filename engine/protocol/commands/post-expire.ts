import { z } from 'zod'

/** An attempt whose worker fell silent is over. */
export const PostExpire = z.object({
  type: z.literal('post.expire'),
  targetId: z.string(),
  step: z.int().nonnegative(),
  attempt: z.int().positive(),
})
export type PostExpire = z.infer<typeof PostExpire>
