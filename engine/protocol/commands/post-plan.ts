import { z } from 'zod'
import { PlanShape } from '../post-shapes.ts'

/** Give it a time, or another one. */
export const PostPlan = z.object({
  type: z.literal('post.plan'),
  plan: PlanShape,
})
export type PostPlan = z.infer<typeof PostPlan>
