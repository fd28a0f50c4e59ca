/** One line of the conversation list and how events change it. Pure. */
import type { ConversationReset, Message } from '../../engine/conversation/message.ts'
import type { ConversationEvent } from '../../engine/protocol/events/conversation-event.ts'
import type { Position } from '../../engine/protocol/position.ts'
import type { ConversationSummary } from './types.ts'

/** More unread messages than this are not counted, here and on the server. */
const UNREAD_MAX = 100

export interface Line {
  readonly summary: ConversationSummary
  readonly position: Position
  /** Which message `summary.lastMessage` is; null when there is none. */
  readonly lastMessageId: string | null
}

/**
 * The line after `event`. `gone`: I am no member any more. `unclear`: only the server knows what the line is now;
 * what it was must do until then.
 */
export function applyToLine(line: Line, event: ConversationEvent, me: string): Line | 'gone' | 'unclear' {
  const at = { epoch: line.position.epoch, seq: event.seq }
  const moved: Line = {
    ...line,
    position: at,
    summary: { ...line.summary, head: event.seq, lastAt: event.at },
  }
  switch (event.kind) {
    case 'message.sent': {
      const { messageId, text } = event.payload
      const isMine = event.authorId === me
      return {
        ...moved,
        lastMessageId: messageId,
        summary: {
          ...moved.summary,
          unread: isMine ? line.summary.unread : Math.min(UNREAD_MAX, line.summary.unread + 1),
          lastMessage: { authorId: event.authorId, text, at: event.at, deleted: false },
        },
      }
    }
    case 'message.edited':
      return withLast(moved, event.payload.messageId, { text: event.payload.text })
    case 'message.deleted': {
      // It may have been one of the unread ones.
      if (line.summary.unread > 0) return 'unclear'
      return withLast(moved, event.payload.messageId, { text: '', deleted: true })
    }
    case 'conversation.renamed': {
      const { title } = event.payload
      return { ...moved, summary: { ...moved.summary, title, name: title } }
    }
    case 'conversation.archived':
      return { ...moved, summary: { ...moved.summary, archived: true } }
    case 'conversation.restored':
      return { ...moved, summary: { ...moved.summary, archived: false } }
    case 'member.left':
      return event.authorId === me ? 'gone' : moved
    case 'member.removed':
      return event.payload.userId === me ? 'gone' : moved
    default:
      return moved
  }
}

/** The line once the room has been replaced by `reset`; what only the server counts stays as it was. */
export function resetLine(line: Line, reset: ConversationReset, epoch: string): Line {
  const { title, archived, lastAt } = reset.conversation
  const last = reset.messages.at(-1)
  return {
    position: { epoch, seq: reset.seq },
    lastMessageId: last?.messageId ?? line.lastMessageId,
    summary: {
      ...line.summary,
      title,
      name: title ?? line.summary.name,
      archived,
      head: reset.seq,
      lastAt,
      lastMessage: last === undefined ? line.summary.lastMessage : lastOf(last),
    },
  }
}

function lastOf(message: Message): NonNullable<ConversationSummary['lastMessage']> {
  const { authorId, text, at, deletedAt } = message
  return { authorId, text, at, deleted: deletedAt !== null }
}

function withLast(line: Line, messageId: string, change: { text: string; deleted?: boolean }): Line {
  const { lastMessage } = line.summary
  if (lastMessage === null || line.lastMessageId !== messageId) return line
  return { ...line, summary: { ...line.summary, lastMessage: { ...lastMessage, ...change } } }
}

/** Newest activity first; the id decides between two of the same time, so that the order never flickers. */
export function byActivity(one: Line, other: Line): number {
  const [a, b] = [one.summary, other.summary]
  if (a.lastAt !== b.lastAt) return a.lastAt < b.lastAt ? 1 : -1
  return a.id < b.id ? -1 : 1
}
