/** Takes commands of one room, within bounds, and decides them one after another. */
import { must } from '../kernel/assert.ts'
import { Refusal } from '../protocol/errors.ts'
import { renew } from './activate.ts'
import { type Activation, keyOf, newPending, type Pending } from './activation.ts'
import { busyRefusal, isBusy } from './busy.ts'
import { stage } from './commit.ts'
import type { Decision } from './decide.ts'
import type { RuntimeParts } from './parts.ts'
import type { Answer, FoundMessage, Wish } from './ports.ts'
import { refuseOnceCertain } from './refusal.ts'
import { afterSettled, answer, drop, turnAway } from './settle.ts'

/** Puts a wish into the room's mailbox. A wish that waits there already is not put in twice. */
export function admit(parts: RuntimeParts, activation: Activation, wish: Wish): Promise<Answer> {
  const key = keyOf(wish.roomId, wish.authorId, wish.commandId)
  const waiting = activation.pending?.get(key)
  if (waiting !== undefined) return attach(parts, waiting, wish)
  if (isBusy(parts, activation)) return Promise.reject(busyRefusal(parts))
  const pending = newPending(key, wish)
  activation.pending ??= new Map()
  activation.pending.set(key, pending)
  parts.registry.waiting++
  if (activation.mailbox === null && mayDecide(activation)) consider(parts, activation, pending)
  else {
    activation.mailbox ??= []
    activation.mailbox.push(pending)
    pump(parts, activation)
  }
  return pending.promise
}

/** The client has not waited for the answer and asks again: both get the one answer. */
function attach(parts: RuntimeParts, waiting: Pending, wish: Wish): Promise<Answer> {
  if (JSON.stringify(waiting.wish.command) === JSON.stringify(wish.command)) return waiting.promise
  parts.gauges.refused('COMMAND_ID_REUSED')
  return Promise.reject(new Refusal('COMMAND_ID_REUSED'))
}

/** Decides what waits, until nothing does or something must be looked up first. */
export function pump(parts: RuntimeParts, activation: Activation): void {
  while (mayDecide(activation)) {
    const pending = activation.mailbox?.shift()
    if (pending === undefined) {
      activation.mailbox = null
      return
    }
    consider(parts, activation, pending)
  }
}

function mayDecide({ isPaused, status }: Activation): boolean {
  return !isPaused && (status === 'active' || status === 'draining')
}

function consider(parts: RuntimeParts, activation: Activation, pending: Pending): void {
  const { kind } = pending.wish
  if (kind !== activation.kind.name) {
    turnAway(
      parts,
      activation,
      pending,
      must(parts.kinds.get(kind), `there are rooms of kind ${kind}`).unknown,
    )
    return
  }
  const given = parts.answers.get(pending.key)
  if (given !== undefined) {
    answer(parts, activation, pending, given)
    return
  }
  const messageId = activation.kind.speaksOf(pending.wish.command)
  if (messageId !== null || activation.isWary || pending.isSuspect) {
    lookUp(parts, activation, pending, messageId)
  } else {
    decide(parts, activation, pending, null)
  }
}

/** Reads what the machine may not read itself. The room waits meanwhile, other rooms do not. */
function lookUp(
  parts: RuntimeParts,
  activation: Activation,
  pending: Pending,
  messageId: string | null,
): void {
  const { roomId } = activation
  const { authorId, commandId } = pending.wish
  const isDoubtful = activation.isWary || pending.isSuspect
  activation.isPaused = true
  const look = () => {
    const looking = parts.reads(async () => {
      const event = isDoubtful ? await parts.journal.findCommand(roomId, authorId, commandId) : null
      const message = messageId === null ? null : await parts.journal.findMessage(roomId, messageId)
      return { event, message }
    })
    looking.then(
      ({ event, message }) => {
        if (activation.status === 'gone') return
        activation.isPaused = false
        pending.isNew = isDoubtful && event === null
        if (event !== null) answer(parts, activation, pending, activation.kind.answer(event))
        else decide(parts, activation, pending, message)
        pump(parts, activation)
      },
      (error: unknown) => {
        parts.log.warn({ err: error, roomId }, 'a look-up failed')
        if (activation.status === 'gone') return
        activation.isPaused = false
        turnAway(parts, activation, pending, 'UNAVAILABLE', parts.retryLater)
        pump(parts, activation)
      },
    )
  }
  // The message may be one that is on its way to the journal.
  if (messageId === null) look()
  else afterSettled(activation, look)
}

function decide(
  parts: RuntimeParts,
  activation: Activation,
  pending: Pending,
  found: FoundMessage | null,
): void {
  const { authorId, organisationId, commandId, command } = pending.wish
  const at = parts.nowIso()
  const freshId = parts.newId(activation.seq + 1)
  const asked = { ...command, authorId, organisationId, commandId, at, freshId, found }
  let decision: Decision
  try {
    decision = parts.decide(activation.kind, activation.state, asked)
  } catch (error) {
    fail(parts, activation, pending, error)
    return
  }
  if (parts.quarantine.size > 0) parts.quarantine.succeeded(activation.roomId)
  if ('reason' in decision) {
    refuseOnceCertain(parts, activation, pending, decision.reason)
    return
  }
  activation.state = decision.state
  activation.seq = decision.event.seq
  pending.event = decision.event
  pending.stateAfter = decision.state
  stage(parts, activation, pending)
}

/**
 * The machine threw, which is a bug of ours. The caller hears INTERNAL; what was decided before is committed, then
 * the room is read afresh, in case its memory was at fault. Too often in a row, and it is set aside.
 */
function fail(parts: RuntimeParts, activation: Activation, pending: Pending, error: unknown): void {
  const { roomId } = activation
  const isSetAside = parts.quarantine.failed(roomId, parts.clock.now())
  const { type } = pending.wish.command
  parts.log.error({ err: error, roomId, command: type, isSetAside }, 'a machine threw')
  turnAway(parts, activation, pending, 'INTERNAL')
  activation.isPaused = true
  afterSettled(activation, () => {
    if (isSetAside) drop(parts, activation, 'QUARANTINED', { retryAfterMs: parts.limits.quarantineMs })
    else renew(parts, activation, { isWary: false })
  })
}
