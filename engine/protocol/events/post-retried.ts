import { z } from 'zod'
import { eventSchema } from './envelope.ts'

/** A step is to be tried again. */
export const PostRetried = eventSchema(
  'post.retried',
  z.object({
    targetId: z.string(),
    step: z.int().nonnegative(),
  }),
)
export type PostRetried = z.infer<typeof PostRetried>
