/** Where the "new messages" line stands, and how many messages wait below the fold. */
import type { ShownMessage } from '../../../sdk/types.ts'

type Seen = Pick<ShownMessage, 'seq' | 'authorId' | 'state' | 'deletedAt'>

/**
 * seq of the first message by somebody else after `readSeq`; null when everything is read. What stands before one's
 * own words is read: one has answered.
 */
export function firstNewSeq(messages: readonly Seen[], readSeq: number, me: string): number | null {
  let found: number | null = null
  for (let i = messages.length - 1; i >= 0; i--) {
    const message = messages[i] as Seen
    if (message.authorId === me || message.seq <= readSeq) break
    if (message.deletedAt === null) found = message.seq
  }
  return found
}

/** How many messages by others came after `seenSeq`. Reads from the end, so it costs what it counts. */
export function countNewer(messages: readonly Seen[], seenSeq: number, me: string): number {
  let count = 0
  for (let i = messages.length - 1; i >= 0; i--) {
    const message = messages[i] as Seen
    if (message.state !== 'sent') continue
    if (message.seq <= seenSeq) break
    if (message.authorId !== me) count++
  }
  return count
}

/** seq of the newest confirmed message; 0 when there is none. */
export function newestSeq(messages: readonly Seen[]): number {
  for (let i = messages.length - 1; i >= 0; i--) {
    const message = messages[i] as Seen
    if (message.state === 'sent') return message.seq
  }
  return 0
}
