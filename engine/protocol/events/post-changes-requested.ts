import { z } from 'zod'
import { eventSchema } from './envelope.ts'

/** Somebody said not yet. */
export const PostChangesRequested = eventSchema(
  'post.changesRequested',
  z.object({
    as: z.enum(['internal', 'client']),
    note: z.string(),
    /** The name of somebody without an account; null when the author has one. */
    guest: z.string().nullable(),
  }),
)
export type PostChangesRequested = z.infer<typeof PostChangesRequested>
