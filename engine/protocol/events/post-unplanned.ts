import { z } from 'zod'
import { eventSchema } from './envelope.ts'

/** It has no time any more. */
export const PostUnplanned = eventSchema('post.unplanned', z.object({}))
export type PostUnplanned = z.infer<typeof PostUnplanned>
