import { z } from 'zod'
import { Holder } from '../post-shapes.ts'

/** Stop a target, or all, whatever their time says. */
export const PostHold = z.object({
  type: z.literal('post.hold'),
  by: Holder,
  /** Null: all of them. */
  targetId: z.string().nullable(),
})
export type PostHold = z.infer<typeof PostHold>
