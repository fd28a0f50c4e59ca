import { z } from 'zod'
import { eventSchema } from './envelope.ts'

/** Somebody said yes. `isWhole`: nobody else must. */
export const PostApproved = eventSchema(
  'post.approved',
  z.object({
    as: z.enum(['internal', 'client']),
    isWhole: z.boolean(),
    /** The name of somebody without an account; null when the author has one. */
    guest: z.string().nullable(),
  }),
)
export type PostApproved = z.infer<typeof PostApproved>
