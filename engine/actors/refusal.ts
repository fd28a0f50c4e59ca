/** Refuses a command once it is certain: what the refusal rests on is durable, and the command was not accepted before. */
import type { Reason } from '../protocol/errors.ts'
import { type Activation, knowsEveryCommand, type Pending } from './activation.ts'
import type { RuntimeParts } from './parts.ts'
import { answer, turnAway } from './settle.ts'

/**
 * A refusal may rest on events that are still on their way to the journal: "exists already", says the machine, of a
 * room whose creation then fails. So it waits for them, as an answer would. If they fail, its caller is turned away
 * with theirs.
 */
export function refuseOnceCertain(
  parts: RuntimeParts,
  activation: Activation,
  pending: Pending,
  reason: Reason,
): void {
  const { seq, committed } = activation
  if (seq > committed) {
    activation.uncertain ??= []
    activation.uncertain.push({ pending, reason, seq })
  } else confirm(parts, activation, pending, reason)
}

/** Goes on with the refusals that rest on nothing but durable events now. To be called after each commit. */
export function refuseWhatIsCertain(parts: RuntimeParts, activation: Activation): void {
  const { uncertain, committed } = activation
  while (uncertain?.[0] !== undefined && uncertain[0].seq <= committed) {
    const { pending, reason } = uncertain[0]
    uncertain.shift()
    confirm(parts, activation, pending, reason)
  }
  if (uncertain?.length === 0) activation.uncertain = null
}

/**
 * A second "leave" is refused by the machine, but its first answer stands. Most refusals need no read for that: a
 * room whose cache holds every command it ever accepted proves it. The others read one row each, few at a time
 * (`refusalReadsMax`), while the room goes on; how many can wait for that is bounded by the mailbox, so a flood of
 * refusals ends in BUSY.
 */
function confirm(parts: RuntimeParts, activation: Activation, pending: Pending, reason: Reason): void {
  // Somebody else may own the room and have let this person in meanwhile.
  if (parts.ownership.isCertain?.() === false) {
    turnAway(parts, activation, pending, 'UNAVAILABLE', parts.retryLater)
    return
  }
  if (pending.isNew || knowsEveryCommand(activation)) {
    turnAway(parts, activation, pending, reason)
    return
  }
  const { roomId, kind } = activation
  const { authorId, commandId } = pending.wish
  parts
    .refusalReads(() => parts.journal.findCommand(roomId, authorId, commandId))
    .then(
      (event) => {
        if (event !== null) answer(parts, activation, pending, kind.answer(event))
        else turnAway(parts, activation, pending, reason)
      },
      (error: unknown) => {
        parts.log.warn({ err: error, roomId }, 'a refusal could not be confirmed')
        turnAway(parts, activation, pending, 'UNAVAILABLE', parts.retryLater)
      },
    )
}
