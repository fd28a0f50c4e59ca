import { z } from 'zod'

/** Join a channel. */
export const MemberJoin = z.object({
  type: z.literal('member.join'),
})
export type MemberJoin = z.infer<typeof MemberJoin>
