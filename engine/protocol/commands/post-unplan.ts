import { z } from 'zod'

/** Take its time away; it stays approved. */
export const PostUnplan = z.object({ type: z.literal('post.unplan') })
export type PostUnplan = z.infer<typeof PostUnplan>
