/** What fan-out reads of a journal in memory: `makeMemoryHistory`, with the semantics of `store/history.ts`. */
import type { AnyEvent } from '../actors/ports.ts'
import { foldAll } from '../conversation/fold.ts'
import type { ConversationReset } from '../conversation/message.ts'
import { dumpConversation, NO_CONVERSATION } from '../conversation/state.ts'
import type { History } from '../fanout/history.ts'
import type { ConversationEvent } from '../protocol/events/conversation-event.ts'
import type { MemoryJournal } from './memory-journal.ts'

/** Resets carry no messages: a simulated client checks events, not pages. */
export function makeMemoryHistory(journal: MemoryJournal): History {
  return {
    async eventsAfter(wanted, limitPerRoom) {
      return wanted.map(({ roomId, after }) => {
        const texts = journal.jsonOf(roomId)
        const isTooMuch = texts.length - after > limitPerRoom
        const events = isTooMuch ? null : texts.slice(after).map((json) => JSON.parse(json) as AnyEvent)
        return { roomId, head: texts.length, events }
      })
    },
    async resets(roomIds) {
      const existing = roomIds.filter((roomId) => journal.jsonOf(roomId).length > 0)
      return new Map(existing.map((roomId) => [roomId, resetOf(journal.jsonOf(roomId))]))
    },
  }
}

function resetOf(texts: readonly string[]): { seq: number; json: string } {
  const events = texts.map((json) => JSON.parse(json) as ConversationEvent)
  const conversation = dumpConversation(foldAll(NO_CONVERSATION, events))
  const reset: ConversationReset = { kind: 'reset', seq: events.length, conversation, messages: [] }
  return { seq: events.length, json: JSON.stringify(reset) }
}
