import { z } from 'zod'

/** Change the text of one's own message. */
export const MessageEdit = z.object({
  type: z.literal('message.edit'),
  messageId: z.string(),
  text: z.string(),
})
export type MessageEdit = z.infer<typeof MessageEdit>
