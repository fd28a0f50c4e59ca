import { z } from 'zod'
import { eventSchema } from './envelope.ts'

/** Somebody must look at it. */
export const PostSubmitted = eventSchema('post.submitted', z.object({}))
export type PostSubmitted = z.infer<typeof PostSubmitted>
