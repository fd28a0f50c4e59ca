import { z } from 'zod'

/** Say yes. `as` is who speaks: the organisation, or its client by a signed link. */
export const PostApprove = z.object({
  type: z.literal('post.approve'),
  as: z.enum(['internal', 'client']),
})
export type PostApprove = z.infer<typeof PostApprove>
