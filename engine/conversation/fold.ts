/** How events change a conversation: the only truth for that, shared by server, replay and client. */
import type { ConversationEvent } from '../protocol/events/conversation-event.ts'
import type { Role } from '../protocol/permissions.ts'
import { type ConversationState, internId } from './state.ts'

/**
 * The state after `event`, which must be the next one: its seq is `state.head + 1`. Total: it never throws on an
 * event of a journal, and an event kind it does not know (written by a newer version) only moves the head.
 */
export function fold(state: ConversationState, event: ConversationEvent): ConversationState {
  const head = event.seq
  const lastAt = event.at
  switch (event.kind) {
    case 'conversation.created': {
      const { organisationId, conversationKind, title, members } = event.payload
      return {
        organisationId: internId(organisationId),
        kind: conversationKind,
        title,
        archived: false,
        head,
        lastAt,
        members: new Map(members.map(({ userId, role }) => [internId(userId), role])),
      }
    }
    case 'conversation.renamed':
      return { ...state, head, lastAt, title: event.payload.title }
    case 'conversation.archived':
      return { ...state, head, lastAt, archived: true }
    case 'conversation.restored':
      return { ...state, head, lastAt, archived: false }
    case 'member.joined':
      return {
        ...state,
        head,
        lastAt,
        members: new Map(state.members).set(internId(event.authorId), event.payload.role),
      }
    case 'member.invited':
      return { ...state, head, lastAt, members: withMembers(state.members, event.payload.userIds) }
    case 'member.left':
      return { ...state, head, lastAt, members: without(state.members, event.authorId) }
    case 'member.removed':
      return { ...state, head, lastAt, members: without(state.members, event.payload.userId) }
    case 'member.roleChanged':
      return {
        ...state,
        head,
        lastAt,
        members: new Map(state.members).set(event.payload.userId, event.payload.role),
      }
    default:
      // Messages are not part of the state: a conversation of a million messages is as small as an empty one.
      return { ...state, head, lastAt }
  }
}

/** The state after all of `events`, in order. */
export function foldAll(state: ConversationState, events: readonly ConversationEvent[]): ConversationState {
  return events.reduce(fold, state)
}

function withMembers(members: ReadonlyMap<string, Role>, userIds: readonly string[]): Map<string, Role> {
  const next = new Map(members)
  for (const userId of userIds) if (!next.has(userId)) next.set(internId(userId), 'member')
  return next
}

function without(members: ReadonlyMap<string, Role>, userId: string): Map<string, Role> {
  const next = new Map(members)
  next.delete(userId)
  return next
}
