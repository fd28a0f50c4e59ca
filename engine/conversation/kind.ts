/** Conversations as the runtime sees them. */
import type { RoomKind } from '../actors/ports.ts'
import type { ConversationCommand } from '../protocol/commands/conversation-command.ts'
import type { ConversationEvent } from '../protocol/events/conversation-event.ts'
import { fold } from './fold.ts'
import { conversationMachine } from './machine.ts'
import {
  type ConversationDump,
  type ConversationState,
  dumpConversation,
  loadConversation,
  NO_CONVERSATION,
} from './state.ts'

/** A member takes 45 bytes of a dump, a message of a few words 250 of the journal. */
const MEMBERS_AN_EVENT = 5

export const conversationKind: RoomKind<ConversationState, ConversationCommand, ConversationEvent> = {
  name: 'conversation',
  owns: (eventKind) => /^(conversation|member|message)\./.test(eventKind),
  unknown: 'UNKNOWN_CONVERSATION',
  machine: conversationMachine,
  version: 1,
  empty: NO_CONVERSATION,
  valueOf(state) {
    if (state.head === 0) return 'absent'
    return state.archived ? 'archived' : 'open'
  },
  fold,
  answer({ seq, at, kind, payload }) {
    const isOfMessage = kind === 'message.sent' || kind === 'message.edited' || kind === 'message.deleted'
    return isOfMessage ? { seq, at, messageId: payload.messageId } : { seq, at }
  },
  speaksOf(command) {
    if (command.type === 'message.send') return command.replyTo
    const isOfMessage = command.type === 'message.edit' || command.type === 'message.delete'
    return isOfMessage ? command.messageId : null
  },
  dump: dumpConversation,
  weight: ({ members }) => members.size / MEMBERS_AN_EVENT,
  load(dump, version) {
    // Older dumps are brought up here, one `if (version < n)` a step, each with its test.
    if (version > this.version) throw new Error(`a snapshot of version ${version} is from a newer Parley`)
    return loadConversation(dump as ConversationDump)
  },
}
