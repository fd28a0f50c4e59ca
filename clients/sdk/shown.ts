/** What a screen shows of a room: its confirmed messages, then what the outbox will make of them. Pure. */
import { draft } from '../../engine/conversation/draft.ts'
import type { Message } from '../../engine/conversation/message.ts'
import { NO_CONVERSATION } from '../../engine/conversation/state.ts'
import { applyToMessages, messageOf } from '../../engine/conversation/view.ts'
import type { Entry } from './outbox-entry.ts'
import type { ShownMessage } from './types.ts'

/** How far from the end a message of ours may stand whose event has arrived before its answer. */
const LOOK_BACK = 500

/** One object per message for ever, so that a screen need not draw again what has not changed. */
const confirmedOnes = new WeakMap<Message, ShownMessage>()

function confirmed(message: Message): ShownMessage {
  let shown = confirmedOnes.get(message)
  if (shown === undefined) {
    shown = { ...message, state: 'sent', reason: null }
    confirmedOnes.set(message, shown)
  }
  return shown
}

/** `entries` in the order in which they were made; `me` has made them. */
export function showMessages(
  messages: readonly Message[],
  entries: readonly Entry[],
  me: string,
): readonly ShownMessage[] {
  const shown = messages.map(confirmed)
  if (entries.length === 0) return shown
  const arrived = new Set<string>()
  for (const message of messages.slice(-LOOK_BACK)) {
    if (message.authorId === me) arrived.add(message.commandId)
  }
  for (const entry of entries) {
    if (entry.command.type === 'message.send') {
      if (!arrived.has(entry.commandId)) shown.push(waiting(entry, me))
    } else {
      changeOne(shown, entry, entry.command.messageId, me)
    }
  }
  return shown
}

/** The event the server would make of it, by the server's own code; only seq and ids are not known yet. */
function drafted(entry: Entry, me: string) {
  const { command, commandId, at, sent } = entry
  return draft(NO_CONVERSATION, {
    ...command,
    authorId: me,
    organisationId: '',
    commandId,
    at: sent?.at ?? at,
    freshId: sent?.messageId ?? commandId,
    found: null,
  })
}

function waiting(entry: Entry, me: string): ShownMessage {
  const event = drafted(entry, me)
  if (event.kind !== 'message.sent') throw new Error(`a send became ${event.kind}`)
  return { ...messageOf(event), seq: entry.sent?.seq ?? 0, ...stateOf(entry) }
}

function changeOne(shown: ShownMessage[], entry: Entry, messageId: string, me: string): void {
  const index = shown.findLastIndex((message) => message.messageId === messageId)
  const before = shown[index]
  if (before === undefined) return
  // A refused change is not shown as if it had been made, only that it failed.
  const after =
    entry.state === 'failed' ? before : (applyToMessages([before], drafted(entry, me))[0] ?? before)
  // What has not been sent yet stays `sending`, also when a change to it waits behind it.
  shown[index] = { ...before, ...after, ...(before.state === 'sent' ? stateOf(entry) : {}) }
}

function stateOf(entry: Entry): Pick<ShownMessage, 'state' | 'reason'> {
  return { state: entry.state === 'waiting' ? 'sending' : entry.state, reason: entry.reason }
}
