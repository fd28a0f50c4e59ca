import { z } from 'zod'

/** Say something. Whitespace around the text is removed. */
export const MessageSend = z.object({
  type: z.literal('message.send'),
  text: z.string(),
  replyTo: z.string().nullable(),
})
export type MessageSend = z.infer<typeof MessageSend>
