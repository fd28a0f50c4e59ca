import { z } from 'zod'
import { eventSchema } from './envelope.ts'

/** A conversation began, with its first members. Always seq 1. */
export const ConversationCreated = eventSchema(
  'conversation.created',
  z.object({
    organisationId: z.string(),
    conversationKind: z.enum(['direct', 'group', 'channel']),
    title: z.string().nullable(),
    members: z.array(z.object({ userId: z.string(), role: z.enum(['owner', 'admin', 'member']) })),
  }),
)
export type ConversationCreated = z.infer<typeof ConversationCreated>
