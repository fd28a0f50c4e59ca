import { z } from 'zod'
import { eventSchema } from './envelope.ts'

/** A person said what nobody could find out. */
export const PostResolved = eventSchema(
  'post.resolved',
  z.object({
    targetId: z.string(),
    step: z.int().nonnegative(),
    as: z.enum(['there', 'absent']),
    url: z.string().nullable(),
  }),
)
export type PostResolved = z.infer<typeof PostResolved>
