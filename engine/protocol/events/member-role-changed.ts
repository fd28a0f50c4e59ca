import { z } from 'zod'
import { eventSchema } from './envelope.ts'

/** The author gave somebody another role. */
export const MemberRoleChanged = eventSchema(
  'member.roleChanged',
  z.object({ userId: z.string(), role: z.enum(['owner', 'admin', 'member']) }),
)
export type MemberRoleChanged = z.infer<typeof MemberRoleChanged>
