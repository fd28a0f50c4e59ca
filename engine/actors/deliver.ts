/** Brings a wish to its room, waking the room when it sleeps. */
import { must } from '../kernel/assert.ts'
import { shardOf } from '../kernel/shard.ts'
import { type Reason, Refusal, type RefusalDetail } from '../protocol/errors.ts'
import { LIMITS } from '../protocol/limits.ts'
import { activate } from './activate.ts'
import type { Activation } from './activation.ts'
import { admit } from './mailbox.ts'
import type { RuntimeParts } from './parts.ts'
import { sweepLater } from './passivate.ts'
import type { Answer, Wish } from './ports.ts'
import { drop } from './settle.ts'

/** Resolves once the wish's event is durable. Rejects with a `Refusal`, and with nothing else. */
export function deliver(parts: RuntimeParts, wish: Wish): Promise<Answer> {
  if (parts.isStopping) return refused(parts, 'SHUTTING_DOWN', parts.retryLater)
  if (!isPrintable(wish.commandId)) return refused(parts, 'INVALID_INPUT')
  const term = parts.ownership.termOf(shardOf(wish.roomId))
  if (term === null) return refused(parts, 'NOT_OWNER', parts.retryLater)
  if (parts.quarantine.size > 0) {
    const retryAfterMs = parts.quarantine.restOf(wish.roomId, parts.clock.now())
    if (retryAfterMs > 0) return refused(parts, 'QUARANTINED', { retryAfterMs })
  }
  return admit(parts, roomOf(parts, wish, term), wish)
}

function roomOf(parts: RuntimeParts, wish: Wish, term: number): Activation {
  const resident = parts.registry.get(wish.roomId)
  if (resident?.term === term) {
    parts.registry.touch(resident, parts.clock.now())
    return resident
  }
  // The shard has been elsewhere since this room was read, so others may have written to it.
  if (resident !== undefined) drop(parts, resident, 'UNAVAILABLE', parts.retryLater)
  const kind = must(parts.kinds.get(wish.kind), `there are rooms of kind ${wish.kind}`)
  sweepLater(parts)
  return activate(parts, kind, wish.roomId, term)
}

/** An id the database cannot store would fail the commit of every room beside it. */
function isPrintable(commandId: string): boolean {
  if (commandId.length === 0 || commandId.length > LIMITS.commandIdCharsMax) return false
  for (let index = 0; index < commandId.length; index++) {
    const code = commandId.charCodeAt(index)
    if (code <= 0x20 || code >= 0x7f) return false
  }
  return true
}

function refused(parts: RuntimeParts, reason: Reason, detail?: RefusalDetail): Promise<never> {
  parts.gauges.refused(reason)
  return Promise.reject(new Refusal(reason, detail))
}
