import { z } from 'zod'
import { eventSchema } from './envelope.ts'

/** The title changed. */
export const ConversationRenamed = eventSchema('conversation.renamed', z.object({ title: z.string() }))
export type ConversationRenamed = z.infer<typeof ConversationRenamed>
