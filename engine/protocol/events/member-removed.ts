import { z } from 'zod'
import { eventSchema } from './envelope.ts'

/** The author removed somebody. */
export const MemberRemoved = eventSchema('member.removed', z.object({ userId: z.string() }))
export type MemberRemoved = z.infer<typeof MemberRemoved>
