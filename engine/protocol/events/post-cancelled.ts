import { z } from 'zod'
import { eventSchema } from './envelope.ts'

/** These targets are let go. */
export const PostCancelled = eventSchema(
  'post.cancelled',
  z.object({
    targetIds: z.array(z.string()),
  }),
)
export type PostCancelled = z.infer<typeof PostCancelled>
