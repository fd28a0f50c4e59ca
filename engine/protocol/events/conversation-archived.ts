import { z } from 'zod'
import { eventSchema } from './envelope.ts'

/** The conversation is closed for changes; it can still be read. */
export const ConversationArchived = eventSchema('conversation.archived', z.object({}))
export type ConversationArchived = z.infer<typeof ConversationArchived>
