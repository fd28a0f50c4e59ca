import { z } from 'zod'

/** Say what nobody could find out: whether it is there. */
export const PostResolve = z.object({
  type: z.literal('post.resolve'),
  targetId: z.string(),
  step: z.int().nonnegative(),
  as: z.enum(['there', 'absent']),
  /** Where, if somebody knows. */
  url: z.string().nullable(),
})
export type PostResolve = z.infer<typeof PostResolve>
