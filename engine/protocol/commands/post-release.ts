import { z } from 'zod'
import { Holder } from '../post-shapes.ts'

/** Let go what was held. Lateness decides what becomes of times that have passed. */
export const PostRelease = z.object({
  type: z.literal('post.release'),
  by: Holder,
  targetId: z.string().nullable(),
})
export type PostRelease = z.infer<typeof PostRelease>
