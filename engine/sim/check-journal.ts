/** Is what became durable right? `checkJournal` judges I2, I3, I6, I7 and that every event was allowed where it stands. */
import { makeDecide } from '../actors/decide.ts'
import type { AnyEvent, FoundMessage, RoomKind } from '../actors/ports.ts'
import { conversationKind } from '../conversation/kind.ts'
import { postKind } from '../post/kind.ts'
import type { ConversationEvent } from '../protocol/events/conversation-event.ts'
import { commandOf, type Fact, type Ledger } from './ledger.ts'
import type { Operation } from './operations.ts'
import type { Story } from './story.ts'

const KINDS: Readonly<Record<RoomKind['name'], RoomKind>> = { conversation: conversationKind, post: postKind }

export function kindOf(name: RoomKind['name']): RoomKind {
  return KINDS[name]
}

/** A room as it was after each of its events: `states[seq]`. */
export interface RoomPast {
  readonly facts: readonly Fact[]
  readonly states: readonly unknown[]
  /** A message as it was after the event at `seq`. */
  messageAt(messageId: string, seq: number): FoundMessage | null
}

export function pastOf(facts: readonly Fact[]): RoomPast {
  const kind = kindOf(facts[0]?.kind ?? 'conversation')
  const states = [kind.empty]
  for (const { event } of facts) states.push(kind.fold(states.at(-1), event))
  return {
    facts,
    states,
    messageAt(messageId, seq) {
      let found: FoundMessage | null = null
      for (const { event } of facts.slice(0, seq)) found = after(found, messageId, event)
      return found
    },
  }
}

/** What is known of a message after one more event of its room. */
function after(found: FoundMessage | null, messageId: string, event: AnyEvent): FoundMessage | null {
  const { kind, payload, authorId } = event as ConversationEvent
  if (!('messageId' in payload) || payload.messageId !== messageId) return found
  if (kind === 'message.sent') return { messageId, authorId, text: payload.text, deleted: false }
  if (found && kind === 'message.edited') return { ...found, text: payload.text }
  if (found && kind === 'message.deleted') return { ...found, text: '', deleted: true }
  return found
}

const decide = makeDecide()

/**
 * What the machine says to a wish when the room stands at `seq`: the kind of its event, or the reason against it.
 * Asked `at` that time; left out, at that of the last event.
 */
export function decideAt(past: RoomPast, seq: number, { wish }: Operation, at = timeAt(past, seq)): string {
  const { command, authorId, organisationId, commandId } = wish
  const kind = kindOf(wish.kind)
  const messageId = kind.speaksOf(command)
  const found = messageId === null ? null : past.messageAt(messageId, seq)
  const asked = { ...command, authorId, organisationId, commandId, at, freshId: 'fresh', found }
  const state = seq === 0 ? kind.empty : past.states[seq]
  const decision = decide(kind, state, asked)
  return 'reason' in decision ? decision.reason : decision.event.kind
}

function timeAt({ facts }: RoomPast, seq: number): string {
  return facts[seq - 1]?.event.at ?? '2026-11-21T00:00:00.000Z'
}

/** Of the timeline that is written now. */
export function checkJournal(ledger: Ledger, operations: readonly Operation[], story: Story): void {
  const byCommand = new Map(operations.map((operation) => [keyOf(operation.wish), operation]))
  for (const roomId of ledger.roomIds()) {
    const past = pastOf(ledger.factsOf(roomId))
    const seen = new Set<string>()
    let term = 0
    past.facts.forEach((fact, index) => {
      const { event } = fact
      const where = `${roomId} ${event.seq} (${event.kind} ${event.commandId})`
      if (event.seq !== index + 1) story.violate('I2', `${where} is number ${index + 1}`)
      const key = keyOf({ roomId, authorId: event.authorId, commandId: commandOf(event) })
      if (seen.has(key)) story.violate('I3', `${where} is there twice`)
      seen.add(key)
      if (fact.term < term) story.violate('I6', `${where} of term ${fact.term} after term ${term}`)
      term = fact.term
      const operation = byCommand.get(key)
      if (operation === undefined) story.violate('I3', `nobody asked for ${where}`)
      else if (event.seq === index + 1) {
        const decided = decideAt(past, index, operation, event.at)
        if (decided !== event.kind) story.violate('I14', `${where} was not allowed there: ${decided}`)
      }
    })
  }
}

function keyOf({
  roomId,
  authorId,
  commandId,
}: {
  roomId: string
  authorId: string
  commandId: string
}): string {
  return `${roomId} ${authorId} ${commandId}`
}
