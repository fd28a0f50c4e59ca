import { z } from 'zod'
import { eventSchema } from './envelope.ts'

/** A message. Its text is trimmed. */
export const MessageSent = eventSchema(
  'message.sent',
  z.object({ messageId: z.string(), text: z.string(), replyTo: z.string().nullable() }),
)
export type MessageSent = z.infer<typeof MessageSent>
