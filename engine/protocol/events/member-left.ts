import { z } from 'zod'
import { eventSchema } from './envelope.ts'

/** The author left. */
export const MemberLeft = eventSchema('member.left', z.object({}))
export type MemberLeft = z.infer<typeof MemberLeft>
