import { z } from 'zod'
import { eventSchema } from './envelope.ts'

/** Its time had passed for too long when somebody came to publish it. */
export const PostLate = eventSchema(
  'post.late',
  z.object({
    targetId: z.string(),
    step: z.int().nonnegative(),
    onLate: z.enum(['ask', 'skip', 'nextSlot']),
  }),
)
export type PostLate = z.infer<typeof PostLate>
