import { z } from 'zod'
import { eventSchema } from './envelope.ts'

/** The author of a message changed its text. The former texts stay in the journal: they are the edit history. */
export const MessageEdited = eventSchema(
  'message.edited',
  z.object({ messageId: z.string(), text: z.string() }),
)
export type MessageEdited = z.infer<typeof MessageEdited>
