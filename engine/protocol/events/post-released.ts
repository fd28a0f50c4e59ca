import { z } from 'zod'
import { Holder } from '../post-shapes.ts'
import { eventSchema } from './envelope.ts'

/** These targets go on. */
export const PostReleased = eventSchema(
  'post.released',
  z.object({
    by: Holder,
    targetIds: z.array(z.string()),
  }),
)
export type PostReleased = z.infer<typeof PostReleased>
