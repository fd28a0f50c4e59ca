/** The event that a command becomes when it is accepted. Pure: the server records it, a client shows it at once. */

import { cleanText } from '../kernel/clean-text.ts'
import type { Asked } from '../protocol/commands/asked.ts'
import type { ConversationCommand } from '../protocol/commands/conversation-command.ts'
import type { ConversationEvent } from '../protocol/events/conversation-event.ts'
import type { ConversationState } from './state.ts'

export type AskedOfConversation = Asked<ConversationCommand>

/** Says nothing about whether the command is allowed: that is machine.ts. */
export function draft(state: ConversationState, asked: AskedOfConversation): ConversationEvent {
  const { authorId, commandId } = asked
  const seq = state.head + 1
  const at = notBefore(state.lastAt, asked.at)
  const around = { seq, authorId, commandId, at }
  switch (asked.type) {
    case 'conversation.create':
      return { ...around, kind: 'conversation.created', payload: foundation(asked) }
    case 'conversation.rename':
      return { ...around, kind: 'conversation.renamed', payload: { title: cleanText(asked.title) } }
    case 'conversation.archive':
      return { ...around, kind: 'conversation.archived', payload: {} }
    case 'conversation.restore':
      return { ...around, kind: 'conversation.restored', payload: {} }
    case 'member.join':
      return {
        ...around,
        kind: 'member.joined',
        payload: { role: state.members.size === 0 ? 'owner' : 'member' },
      }
    case 'member.invite':
      return { ...around, kind: 'member.invited', payload: { userIds: newcomers(state, asked.userIds) } }
    case 'member.leave':
      return { ...around, kind: 'member.left', payload: {} }
    case 'member.remove':
      return { ...around, kind: 'member.removed', payload: { userId: asked.userId } }
    case 'member.changeRole':
      return {
        ...around,
        kind: 'member.roleChanged',
        payload: { userId: asked.userId, role: asked.role },
      }
    case 'message.send':
      return {
        ...around,
        kind: 'message.sent',
        payload: { messageId: asked.freshId, text: cleanText(asked.text), replyTo: asked.replyTo },
      }
    case 'message.edit':
      return {
        ...around,
        kind: 'message.edited',
        payload: { messageId: asked.messageId, text: cleanText(asked.text) },
      }
    case 'message.delete':
      return { ...around, kind: 'message.deleted', payload: { messageId: asked.messageId } }
  }
}

/** The people of `userIds` who are not members yet, each once. */
export function newcomers(state: ConversationState, userIds: readonly string[]): string[] {
  return [...new Set(userIds)].filter((userId) => !state.members.has(userId))
}

/** The people of a new conversation besides its author, each once. */
export function others(asked: Extract<AskedOfConversation, { type: 'conversation.create' }>): string[] {
  return [...new Set(asked.memberIds)].filter((userId) => userId !== asked.authorId)
}

/** Clocks jump, also backwards; the order of a conversation is its seq, and `at` must not contradict it. */
function notBefore(lastAt: string, at: string): string {
  if (at < lastAt) return lastAt
  return at
}

function foundation(asked: Extract<AskedOfConversation, { type: 'conversation.create' }>) {
  const { organisationId, conversationKind, title, authorId } = asked
  const isDirect = conversationKind === 'direct'
  return {
    organisationId,
    conversationKind,
    title: isDirect ? null : cleanText(title ?? ''),
    members: [
      { userId: authorId, role: 'owner' as const },
      ...others(asked).map((userId) => ({
        userId,
        // Two people who talk are equals.
        role: isDirect ? ('owner' as const) : ('member' as const),
      })),
    ],
  }
}
