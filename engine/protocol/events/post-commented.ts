import { z } from 'zod'
import { eventSchema } from './envelope.ts'

/** Somebody said something about it. */
export const PostCommented = eventSchema(
  'post.commented',
  z.object({
    text: z.string(),
  }),
)
export type PostCommented = z.infer<typeof PostCommented>
