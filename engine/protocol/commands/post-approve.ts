import { z } from 'zod'

/** Say yes. `as` is who speaks: the organisation, or its client by a signed link. */
export const PostApprove = z.object({
  type: z.literal('post.approve'),
  as: z.enum(['internal', 'client']),
  /** The name of somebody without an account, who came by a signed link. */
  guest: z.string().optional(),
})
export type PostApprove = z.infer<typeof PostApprove>
