import { z } from 'zod'
import { PlanShape } from '../post-shapes.ts'
import { eventSchema } from './envelope.ts'

/** It has a time. */
export const PostPlanned = eventSchema(
  'post.planned',
  z.object({
    plan: PlanShape,
  }),
)
export type PostPlanned = z.infer<typeof PostPlanned>
