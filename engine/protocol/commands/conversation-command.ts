/** Everything that can be asked of a conversation. */
import { z } from 'zod'
import { ConversationArchive } from './conversation-archive.ts'
import { ConversationCreate } from './conversation-create.ts'
import { ConversationRename } from './conversation-rename.ts'
import { ConversationRestore } from './conversation-restore.ts'
import { MemberChangeRole } from './member-change-role.ts'
import { MemberInvite } from './member-invite.ts'
import { MemberJoin } from './member-join.ts'
import { MemberLeave } from './member-leave.ts'
import { MemberRemove } from './member-remove.ts'
import { MessageDelete } from './message-delete.ts'
import { MessageEdit } from './message-edit.ts'
import { MessageSend } from './message-send.ts'

export const ConversationCommand = z.discriminatedUnion('type', [
  ConversationCreate,
  ConversationRename,
  ConversationArchive,
  ConversationRestore,
  MemberJoin,
  MemberInvite,
  MemberLeave,
  MemberRemove,
  MemberChangeRole,
  MessageSend,
  MessageEdit,
  MessageDelete,
])
export type ConversationCommand = z.infer<typeof ConversationCommand>
