/** One wish in the outbox, as it is stored. */
import type { ConversationCommand } from '../../engine/protocol/commands/conversation-command.ts'
import type { Reason } from '../../engine/protocol/errors.ts'

/** The commands that go through the outbox: what a person does while reading, and must not lose. */
export type OutboxCommand = Extract<
  ConversationCommand,
  { type: 'message.send' | 'message.edit' | 'message.delete' }
>

/** The first answer to a command. */
export interface Sent {
  readonly seq: number
  readonly messageId: string
  readonly at: string
}

export interface Entry {
  /** UUIDv7, made once: whatever is sent again is sent under the same one. */
  readonly commandId: string
  readonly roomId: string
  /** `messageId` is the commandId of a send as long as that send has no answer. */
  readonly command: OutboxCommand
  /** When the person wanted it, ISO 8601. */
  readonly at: string
  /** commandId of the message on which a screen shows this: its own for a send. */
  readonly shownAs: string
  /** `waiting` for an answer; `sent`: answered, its event not seen yet; `failed`: refused for good. */
  readonly state: 'waiting' | 'sent' | 'failed'
  readonly reason: Reason | null
  readonly sent: Sent | null
  /** The tab that sends it. */
  readonly tabId: string
}

/** Where entries are stored. */
export const OUTBOX = 'out/'

export function keyOf(commandId: string): string {
  return OUTBOX + commandId
}

/** `command` with `messageId` where it speaks of the message by `commandId`; null when it does not. */
export function speakingOf(
  command: OutboxCommand,
  commandId: string,
  messageId: string,
): OutboxCommand | null {
  if (command.type === 'message.send') {
    return command.replyTo === commandId ? { ...command, replyTo: messageId } : null
  }
  return command.messageId === commandId ? { ...command, messageId } : null
}
