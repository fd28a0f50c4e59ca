import { z } from 'zod'

/** Say not yet, and why. */
export const PostRequestChanges = z.object({
  type: z.literal('post.requestChanges'),
  as: z.enum(['internal', 'client']),
  note: z.string(),
})
export type PostRequestChanges = z.infer<typeof PostRequestChanges>
