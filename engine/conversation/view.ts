/** A client's window of messages: what the newest events make of the page it holds. Pure; arrays never change. */
import type { ConversationEvent } from '../protocol/events/conversation-event.ts'
import type { Message } from './message.ts'

/**
 * The window after `event`. `messages` are oldest first. A send is appended unless it is there already; an edit or
 * a deletion changes its message if the window holds it. Returns the same array when nothing changes.
 */
export function applyToMessages(messages: readonly Message[], event: ConversationEvent): readonly Message[] {
  return applyEventsToMessages(messages, [event])
}

/** As `applyToMessages`, for a batch: one copy of the array for all of `events`, however many there are. */
export function applyEventsToMessages(
  messages: readonly Message[],
  events: readonly ConversationEvent[],
): readonly Message[] {
  let next: Message[] | null = null
  for (const event of events) {
    const window: readonly Message[] = next ?? messages
    if (event.kind === 'message.sent') {
      const newest = window.at(-1)
      if (newest !== undefined && newest.seq >= event.seq) continue
      next ??= messages.slice()
      next.push(messageOf(event))
    } else if (event.kind === 'message.edited' || event.kind === 'message.deleted') {
      const index = indexOfMessage(window, event.payload.messageId)
      const before = window[index]
      if (before === undefined) continue
      next ??= messages.slice()
      next[index] = changed(before, event)
    }
  }
  return next ?? messages
}

/** The message that a `message.sent` event brought into the world. */
export function messageOf(event: Extract<ConversationEvent, { kind: 'message.sent' }>): Message {
  return {
    messageId: event.payload.messageId,
    seq: event.seq,
    authorId: event.authorId,
    commandId: event.commandId,
    text: event.payload.text,
    at: event.at,
    editedAt: null,
    deletedAt: null,
    replyTo: event.payload.replyTo,
  }
}

function changed(
  message: Message,
  event: Extract<ConversationEvent, { kind: 'message.edited' | 'message.deleted' }>,
): Message {
  if (event.kind === 'message.deleted') return { ...message, text: '', deletedAt: event.at }
  // A page that was read after the deletion may be followed by events from before it.
  if (message.deletedAt !== null) return message
  return { ...message, text: event.payload.text, editedAt: event.at }
}

/** From the end, because what people edit is mostly what they have just said. */
function indexOfMessage(messages: readonly Message[], messageId: string): number {
  for (let index = messages.length - 1; index >= 0; index--) {
    if (messages[index]?.messageId === messageId) return index
  }
  return -1
}
