/** Names a message for the list: the same name before and after it is confirmed, so its row is never redrawn. */
import type { ShownMessage } from '../../../sdk/types.ts'

export type RowKey = string | number

type Named = Pick<ShownMessage, 'seq' | 'state' | 'authorId' | 'commandId'>

/**
 * A message we saw waiting is named by its commandId for as long as the screen lives, every other by its seq:
 * numbers keep a list of 100,000 rows fast, and nobody else's commandId can collide with ours.
 */
export function rowKeys(me: string) {
  const sawWaiting = new Set<string>()
  return {
    /** Looks at the waiting messages; they stand at the end. */
    note(messages: readonly Named[]): void {
      for (let i = messages.length - 1; i >= 0; i--) {
        const message = messages[i] as Named
        if (message.state === 'sent') break
        sawWaiting.add(message.commandId)
      }
    },
    of(message: Named): RowKey {
      const ours = message.authorId === me && sawWaiting.has(message.commandId)
      return ours || message.state !== 'sent' ? message.commandId : message.seq
    },
  }
}
