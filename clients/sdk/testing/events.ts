/** Events and messages for tests, each with only what a test cares about. */
import type { ConversationReset } from '../../../engine/conversation/message.ts'
import type { ConversationEvent } from '../../../engine/protocol/events/conversation-event.ts'

type Sent = Extract<ConversationEvent, { kind: 'message.sent' }>

export const AT = '2026-11-21T10:00:00.000Z'

export function sent(seq: number, text = `text ${seq}`, by: Partial<Sent> = {}): Sent {
  return {
    seq,
    kind: 'message.sent',
    authorId: 'bob',
    commandId: `command-${seq}`,
    at: AT,
    payload: { messageId: `message-${seq}`, text, replyTo: null },
    ...by,
  }
}

export function changed(
  seq: number,
  change:
    | { kind: 'message.edited'; messageId: string; text: string }
    | { kind: 'message.deleted'; messageId: string },
  authorId = 'bob',
): ConversationEvent {
  const { kind, ...payload } = change
  const event = { seq, kind, authorId, commandId: `command-${seq}`, at: AT, payload }
  // Narrow: the union above pairs each kind with its payload, which the spread hides from the compiler.
  return event as ConversationEvent
}

export function reset(seq: number, texts: readonly string[] = []): ConversationReset {
  return {
    kind: 'reset',
    seq,
    conversation: {
      organisationId: 'home',
      kind: 'group',
      title: 'Reset',
      archived: false,
      head: seq,
      lastAt: AT,
      members: [
        ['ann', 'owner'],
        ['bob', 'member'],
      ],
    },
    messages: texts.map((text, index) => ({
      messageId: `message-${seq - texts.length + 1 + index}`,
      seq: seq - texts.length + 1 + index,
      authorId: 'bob',
      commandId: `command-${seq - texts.length + 1 + index}`,
      text,
      at: AT,
      editedAt: null,
      deletedAt: null,
      replyTo: null,
    })),
  }
}
