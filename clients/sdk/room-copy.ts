/** What this device knows of one room: its state and a window of its newest messages, moved on by events. Pure. */
import { foldAll } from '../../engine/conversation/fold.ts'
import type { ConversationReset, Message } from '../../engine/conversation/message.ts'
import { type ConversationState, loadConversation } from '../../engine/conversation/state.ts'
import { applyEventsToMessages } from '../../engine/conversation/view.ts'
import type { Position } from '../../engine/protocol/position.ts'
import type { Ready } from './order.ts'

export interface RoomCopy {
  /** Everything up to here is in it. */
  readonly position: Position
  readonly conversation: ConversationState
  /** Oldest first, without holes up to the newest. */
  readonly messages: readonly Message[]
  readonly hasOlder: boolean
}

/** The copy after `ready`; null when `ready` does not continue it, so that it must be read anew. */
export function moveOn(copy: RoomCopy, ready: Ready): RoomCopy | null {
  const from = ready.reset === null ? copy : fromReset(copy, ready.reset, ready.epoch)
  if (from.position.epoch !== ready.epoch) return null
  const events = ready.events.filter((event) => event.seq > from.position.seq)
  const [first, last] = [events[0], events.at(-1)]
  if (first === undefined || last === undefined) return from
  if (first.seq !== from.position.seq + 1) return null
  return {
    position: { epoch: ready.epoch, seq: last.seq },
    conversation: foldAll(from.conversation, events),
    messages: applyEventsToMessages(from.messages, events),
    hasOlder: from.hasOlder,
  }
}

/** A reset older than the copy is no news. */
function fromReset(copy: RoomCopy, reset: ConversationReset, epoch: string): RoomCopy {
  if (copy.position.epoch === epoch && copy.position.seq >= reset.seq) return copy
  return copyOfReset(reset, epoch)
}

/** A copy out of nothing: only a reset can give one. */
export function copyOf(ready: Ready): RoomCopy | null {
  return ready.reset === null ? null : moveOn(copyOfReset(ready.reset, ready.epoch), ready)
}

function copyOfReset(reset: ConversationReset, epoch: string): RoomCopy {
  return {
    position: { epoch, seq: reset.seq },
    conversation: loadConversation(reset.conversation),
    messages: reset.messages,
    hasOlder: mayHaveOlder(reset.messages),
  }
}

/** The first event of a room is its creation, so a first message has seq 2; an empty window has nothing before it. */
export function mayHaveOlder(messages: readonly Message[]): boolean {
  const oldest = messages[0]
  return oldest !== undefined && oldest.seq > 2
}
