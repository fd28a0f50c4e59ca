import { z } from 'zod'
import { eventSchema } from './envelope.ts'

/** Somebody said yes. `isWhole`: nobody else must. */
export const PostApproved = eventSchema(
  'post.approved',
  z.object({
    as: z.enum(['internal', 'client']),
    isWhole: z.boolean(),
  }),
)
export type PostApproved = z.infer<typeof PostApproved>
