import { z } from 'zod'

/** Leave. */
export const MemberLeave = z.object({
  type: z.literal('member.leave'),
})
export type MemberLeave = z.infer<typeof MemberLeave>
