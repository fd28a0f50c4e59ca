import { z } from 'zod'
import { Approval, TargetDraft } from '../post-shapes.ts'
import { eventSchema } from './envelope.ts'

/** A draft began. Always seq 1. Targets are named `t1`, `t2` … in their order. */
export const PostCreated = eventSchema(
  'post.created',
  z.object({
    organisationId: z.string(),
    text: z.string(),
    media: z.array(z.string()),
    tags: z.array(z.string()),
    approval: Approval,
    together: z.boolean(),
    targets: z.array(TargetDraft),
  }),
)
export type PostCreated = z.infer<typeof PostCreated>
