/**
 * What the events of one commit mean for the tables beside the journal: at most one effect a row.
 *
 * One statement may touch a row once only, and its parts do not see each other's changes. So a message that is
 * edited and deleted in one commit is one change, somebody who joins and leaves is one removal.
 */
import type { ConversationKind } from '../conversation/state.ts'
import { excerpt } from '../kernel/excerpt.ts'
import { seqOfId } from '../kernel/ids.ts'
import type { ConversationEvent } from '../protocol/events/conversation-event.ts'
import type { Role } from '../protocol/permissions.ts'

/** The newest message sent in this commit, as lists show it. */
export interface NewestMessage {
  readonly messageId: string
  readonly seq: number
  readonly authorId: string
  readonly text: string
  readonly at: string
  readonly deleted: boolean
}

export interface ConversationEffect {
  /** Present when the conversation begins in this commit. */
  created: { organisationId: string; kind: ConversationKind; title: string | null; at: string } | null
  /** The new title; null leaves it. */
  title: string | null
  /** Null leaves it. */
  archived: boolean | null
  readonly head: number
  readonly lastAt: string
  /** Null leaves it, but for a change of its text. */
  newest: NewestMessage | null
}

export type MemberEffect =
  | { readonly does: 'come'; readonly userId: string; readonly role: Role; readonly joinedSeq: number }
  | { readonly does: 'change'; readonly userId: string; readonly role: Role }
  | { readonly does: 'go'; readonly userId: string }

/** A message that was edited or deleted, with what it has become. */
export interface ChangedMessage {
  readonly seq: number
  readonly text: string
  /** Null leaves it. */
  readonly editedAt: string | null
  readonly deletedAt: string | null
}

export interface Effects {
  readonly conversation: ConversationEffect
  readonly members: readonly MemberEffect[]
  readonly changed: readonly ChangedMessage[]
}

/** Reduces the events of one conversation's commit, in order, to their effects. Needs at least one event. */
export function project(events: readonly ConversationEvent[]): Effects {
  const last = events.at(-1) as ConversationEvent
  const conversation: ConversationEffect = {
    created: null,
    title: null,
    archived: null,
    head: last.seq,
    lastAt: last.at,
    newest: null,
  }
  const members = new Map<string, MemberEffect>()
  const changed = new Map<number, ChangedMessage>()

  const come = (userId: string, role: Role, joinedSeq: number) =>
    members.set(userId, { does: 'come', userId, role, joinedSeq })

  for (const event of events) {
    switch (event.kind) {
      case 'conversation.created': {
        const { organisationId, conversationKind: kind, title } = event.payload
        conversation.created = { organisationId, kind, title: storable(title), at: event.at }
        for (const { userId, role } of event.payload.members) come(userId, role, event.seq)
        break
      }
      case 'conversation.renamed':
        conversation.title = storable(event.payload.title)
        break
      case 'conversation.archived':
        conversation.archived = true
        break
      case 'conversation.restored':
        conversation.archived = false
        break
      case 'member.joined':
        come(event.authorId, event.payload.role, event.seq)
        break
      case 'member.invited':
        for (const userId of event.payload.userIds) come(userId, 'member', event.seq)
        break
      case 'member.left':
        members.set(event.authorId, { does: 'go', userId: event.authorId })
        break
      case 'member.removed':
        members.set(event.payload.userId, { does: 'go', userId: event.payload.userId })
        break
      case 'member.roleChanged': {
        const { userId, role } = event.payload
        const before = members.get(userId)
        members.set(userId, before?.does === 'come' ? { ...before, role } : { does: 'change', userId, role })
        break
      }
      case 'message.sent': {
        const { seq, authorId, at } = event
        const { messageId } = event.payload
        const text = excerpt(storable(event.payload.text))
        conversation.newest = { messageId, seq, authorId, text, at, deleted: false }
        break
      }
      case 'message.edited':
        change(event.payload.messageId, { text: storable(event.payload.text), editedAt: event.at })
        break
      case 'message.deleted':
        change(event.payload.messageId, { text: '', deletedAt: event.at })
        break
    }
  }

  function change(messageId: string, to: { text: string; editedAt?: string; deletedAt?: string }): void {
    const seq = seqOfId(messageId)
    changed.set(seq, { editedAt: null, deletedAt: null, ...changed.get(seq), seq, ...to })
    const { newest } = conversation
    if (newest?.messageId === messageId) {
      conversation.newest = { ...newest, text: excerpt(to.text), deleted: to.deletedAt !== undefined }
    }
  }

  return { conversation, members: [...members.values()], changed: [...changed.values()] }
}

/** PostgreSQL's `text` cannot hold NUL. The event keeps it, the projection shows the mark for "unreadable". */
export function storable<Text extends string | null>(text: Text): Text
export function storable(text: string | null): string | null {
  return text?.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text
}
