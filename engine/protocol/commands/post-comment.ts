import { z } from 'zod'

/** Say something about a post, to those who work on it. */
export const PostComment = z.object({
  type: z.literal('post.comment'),
  text: z.string(),
  /** The name of somebody without an account, who came by a signed link. */
  guest: z.string().optional(),
})
export type PostComment = z.infer<typeof PostComment>
