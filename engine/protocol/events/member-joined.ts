import { z } from 'zod'
import { eventSchema } from './envelope.ts'

/** The author joined a channel of their own accord: as its owner when everybody had left it. */
export const MemberJoined = eventSchema('member.joined', z.object({ role: z.enum(['owner', 'member']) }))
export type MemberJoined = z.infer<typeof MemberJoined>
