import { z } from 'zod'
import { Approval, TargetDraft } from '../post-shapes.ts'

/** Begin a post, as a draft. */
export const PostCreate = z.object({
  type: z.literal('post.create'),
  text: z.string(),
  media: z.array(z.string()),
  tags: z.array(z.string()),
  approval: Approval,
  /** All targets or none: when one is refused, those that are not out yet are stopped. */
  together: z.boolean(),
  targets: z.array(TargetDraft),
})
export type PostCreate = z.infer<typeof PostCreate>
