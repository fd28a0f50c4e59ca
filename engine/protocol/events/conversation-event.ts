/** Everything that can happen to a conversation. */
import { z } from 'zod'
import { ConversationArchived } from './conversation-archived.ts'
import { ConversationCreated } from './conversation-created.ts'
import { ConversationRenamed } from './conversation-renamed.ts'
import { ConversationRestored } from './conversation-restored.ts'
import { MemberInvited } from './member-invited.ts'
import { MemberJoined } from './member-joined.ts'
import { MemberLeft } from './member-left.ts'
import { MemberRemoved } from './member-removed.ts'
import { MemberRoleChanged } from './member-role-changed.ts'
import { MessageDeleted } from './message-deleted.ts'
import { MessageEdited } from './message-edited.ts'
import { MessageSent } from './message-sent.ts'

export const ConversationEvent = z.discriminatedUnion('kind', [
  ConversationCreated,
  ConversationRenamed,
  ConversationArchived,
  ConversationRestored,
  MemberJoined,
  MemberInvited,
  MemberLeft,
  MemberRemoved,
  MemberRoleChanged,
  MessageSent,
  MessageEdited,
  MessageDeleted,
])
export type ConversationEvent = z.infer<typeof ConversationEvent>
