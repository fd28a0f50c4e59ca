import { z } from 'zod'

/** Give a group or a channel another title. */
export const ConversationRename = z.object({
  type: z.literal('conversation.rename'),
  title: z.string(),
})
export type ConversationRename = z.infer<typeof ConversationRename>
