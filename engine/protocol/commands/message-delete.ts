import { z } from 'zod'

/** Delete one's own message, or anybody's as a moderator. */
export const MessageDelete = z.object({
  type: z.literal('message.delete'),
  messageId: z.string(),
})
export type MessageDelete = z.infer<typeof MessageDelete>
