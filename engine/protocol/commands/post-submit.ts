import { z } from 'zod'

/** Ask for approval. */
export const PostSubmit = z.object({ type: z.literal('post.submit') })
export type PostSubmit = z.infer<typeof PostSubmit>
