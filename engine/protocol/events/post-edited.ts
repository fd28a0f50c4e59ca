import { z } from 'zod'
import { TargetContent, TargetDraft } from '../post-shapes.ts'
import { eventSchema } from './envelope.ts'

/** What it says or where it goes changed. Null leaves it. */
export const PostEdited = eventSchema(
  'post.edited',
  z.object({
    text: z.string().nullable(),
    media: z.array(z.string()).nullable(),
    tags: z.array(z.string()).nullable(),
    add: z.array(TargetDraft),
    remove: z.array(z.string()),
    change: z.array(TargetContent.extend({ targetId: z.string() })),
  }),
)
export type PostEdited = z.infer<typeof PostEdited>
