import { z } from 'zod'

/** Let it go, or one target of it. What is out, or may be, stays. */
export const PostCancel = z.object({
  type: z.literal('post.cancel'),
  /** Null: all of them. */
  targetId: z.string().nullable(),
})
export type PostCancel = z.infer<typeof PostCancel>
