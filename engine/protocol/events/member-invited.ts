import { z } from 'zod'
import { eventSchema } from './envelope.ts'

/** The author brought people in. Only people who were not members are named. */
export const MemberInvited = eventSchema('member.invited', z.object({ userIds: z.array(z.string()) }))
export type MemberInvited = z.infer<typeof MemberInvited>
