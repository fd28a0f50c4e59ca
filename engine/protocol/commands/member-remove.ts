import { z } from 'zod'

/** Remove somebody. */
export const MemberRemove = z.object({
  type: z.literal('member.remove'),
  userId: z.string(),
})
export type MemberRemove = z.infer<typeof MemberRemove>
