import { z } from 'zod'
import { Purpose } from '../post-shapes.ts'

/** Begin one attempt. Only a worker asks this; the answer is its order to work, and it may be refused. */
export const PostFire = z.object({
  type: z.literal('post.fire'),
  targetId: z.string(),
  step: z.int().nonnegative(),
  purpose: Purpose,
  /** Which process does the work. */
  worker: z.string(),
  /** After so long without a word, others look what became of it. Milliseconds. */
  leaseMs: z.int().positive(),
})
export type PostFire = z.infer<typeof PostFire>
