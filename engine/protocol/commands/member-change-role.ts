import { z } from 'zod'

/** Give somebody another role. */
export const MemberChangeRole = z.object({
  type: z.literal('member.changeRole'),
  userId: z.string(),
  role: z.enum(['owner', 'admin', 'member']),
})
export type MemberChangeRole = z.infer<typeof MemberChangeRole>
