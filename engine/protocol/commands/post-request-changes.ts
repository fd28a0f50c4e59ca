import { z } from 'zod'

/** Say not yet, and why. */
export const PostRequestChanges = z.object({
  type: z.literal('post.requestChanges'),
  as: z.enum(['internal', 'client']),
  note: z.string(),
  /** The name of somebody without an account, who came by a signed link. */
  guest: z.string().optional(),
})
export type PostRequestChanges = z.infer<typeof PostRequestChanges>
