import { z } from 'zod'
import { eventSchema } from './envelope.ts'

/** A message was deleted by its author or a moderator. What remains is a tombstone at its seq. */
export const MessageDeleted = eventSchema('message.deleted', z.object({ messageId: z.string() }))
export type MessageDeleted = z.infer<typeof MessageDeleted>
