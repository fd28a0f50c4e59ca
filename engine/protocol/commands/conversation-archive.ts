import { z } from 'zod'

/** Close the conversation for changes. */
export const ConversationArchive = z.object({
  type: z.literal('conversation.archive'),
})
export type ConversationArchive = z.infer<typeof ConversationArchive>
