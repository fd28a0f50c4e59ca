import { z } from 'zod'

/** Bring people into a group or a channel. */
export const MemberInvite = z.object({
  type: z.literal('member.invite'),
  userIds: z.array(z.string()),
})
export type MemberInvite = z.infer<typeof MemberInvite>
