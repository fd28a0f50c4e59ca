import { z } from 'zod'
import { Holder } from '../post-shapes.ts'
import { eventSchema } from './envelope.ts'

/** These targets are stopped. */
export const PostHeld = eventSchema(
  'post.held',
  z.object({
    by: Holder,
    targetIds: z.array(z.string()),
  }),
)
export type PostHeld = z.infer<typeof PostHeld>
