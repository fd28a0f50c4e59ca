import { z } from 'zod'

/** Begin a conversation. The author becomes its owner; in a direct one both people do. */
export const ConversationCreate = z.object({
  type: z.literal('conversation.create'),
  conversationKind: z.enum(['direct', 'group', 'channel']),
  title: z.string().nullable(),
  /** People besides the author. */
  memberIds: z.array(z.string()),
})
export type ConversationCreate = z.infer<typeof ConversationCreate>
