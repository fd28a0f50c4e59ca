import { z } from 'zod'
import { eventSchema } from './envelope.ts'

/** An archived conversation is open again. */
export const ConversationRestored = eventSchema('conversation.restored', z.object({}))
export type ConversationRestored = z.infer<typeof ConversationRestored>
