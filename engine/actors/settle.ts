/** The ends of things: a command gets its answer or its refusal, an activation leaves memory. */
import { type Reason, Refusal, type RefusalDetail } from '../protocol/errors.ts'
import type { Activation, Pending } from './activation.ts'
import type { RuntimeParts } from './parts.ts'
import type { Answer, AnyEvent } from './ports.ts'

export function answer(parts: RuntimeParts, activation: Activation, pending: Pending, given: Answer): void {
  if (!release(activation, pending)) return
  parts.registry.answered()
  pending.resolve(given)
}

export function turnAway(
  parts: RuntimeParts,
  activation: Activation,
  pending: Pending,
  reason: Reason,
  detail?: RefusalDetail,
): void {
  if (!release(activation, pending)) return
  parts.registry.answered()
  parts.gauges.refused(reason)
  pending.reject(new Refusal(reason, detail))
}

/** Whether it had no answer yet. An idle room keeps no map: 200 bytes. */
function release(activation: Activation, { key }: Pending): boolean {
  const { pending } = activation
  if (pending === null || !pending.delete(key)) return false
  if (pending.size === 0) activation.pending = null
  return true
}

/** Tells what is durable now. */
export function tell(parts: RuntimeParts, { kind, roomId }: Activation, events: readonly AnyEvent[]): void {
  try {
    parts.listeners.tell(kind.name, roomId, events)
  } catch (error) {
    // A listener must not throw. If one does, the senders shall have their answers nevertheless.
    parts.log.error({ err: error, roomId }, 'a listener threw')
  }
}

/** Takes the room out of memory and turns away every command that has no answer yet. */
export function drop(
  parts: RuntimeParts,
  activation: Activation,
  reason: Reason,
  detail?: RefusalDetail,
): void {
  forget(parts, activation)
  for (const pending of [...(activation.pending?.values() ?? [])])
    turnAway(parts, activation, pending, reason, detail)
}

/** Takes the room out of memory. Its commands are somebody else's care. */
export function forget(parts: RuntimeParts, activation: Activation): void {
  activation.status = 'gone'
  activation.whenSettled = null
  parts.registry.remove(activation)
  parts.gauges.resident(parts.registry.size)
}

/** Calls `run` once every decided command of the room is durable: now, or after the commits under way. */
export function afterSettled(activation: Activation, run: () => void): void {
  if (activation.staged.length === 0 && activation.inFlight.length === 0) run()
  else activation.whenSettled = run
}
