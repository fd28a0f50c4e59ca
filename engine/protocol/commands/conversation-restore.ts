import { z } from 'zod'

/** Open an archived conversation again. */
export const ConversationRestore = z.object({
  type: z.literal('conversation.restore'),
})
export type ConversationRestore = z.infer<typeof ConversationRestore>
