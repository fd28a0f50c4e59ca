import { z } from 'zod'
import { eventSchema } from './envelope.ts'

/** Somebody said not yet. */
export const PostChangesRequested = eventSchema(
  'post.changesRequested',
  z.object({
    as: z.enum(['internal', 'client']),
    note: z.string(),
  }),
)
export type PostChangesRequested = z.infer<typeof PostChangesRequested>
