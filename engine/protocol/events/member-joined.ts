import { z } from 'zod'
import { eventSchema } from './envelope.ts'

/** The author joined a channel of their own accord. */
export const MemberJoined = eventSchema('member.joined', z.object({}))
export type MemberJoined = z.infer<typeof MemberJoined>
