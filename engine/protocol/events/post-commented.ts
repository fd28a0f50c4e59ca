import { z } from 'zod'
import { eventSchema } from './envelope.ts'

/** Somebody said something about it. */
export const PostCommented = eventSchema(
  'post.commented',
  z.object({
    text: z.string(),
    /** The name of somebody without an account; null when the author has one. */
    guest: z.string().nullable(),
  }),
)
export type PostCommented = z.infer<typeof PostCommented>
