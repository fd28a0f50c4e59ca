import { z } from 'zod'
import { TargetContent, TargetDraft } from '../post-shapes.ts'

/** Change what a post says and where it goes. What had been approved must be approved again. */
export const PostEdit = z.object({
  type: z.literal('post.edit'),
  /** Null leaves it. */
  text: z.string().nullable(),
  media: z.array(z.string()).nullable(),
  tags: z.array(z.string()).nullable(),
  add: z.array(TargetDraft),
  remove: z.array(z.string()),
  change: z.array(TargetContent.extend({ targetId: z.string() })),
})
export type PostEdit = z.infer<typeof PostEdit>
