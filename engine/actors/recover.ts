/** Reads rooms again whose last commit has an unknown outcome, so that what is durable is told, though nobody asks. */
import { shardOf } from '../kernel/shard.ts'
import { activate } from './activate.ts'
import type { RuntimeParts } from './parts.ts'
import { sweepLater } from './passivate.ts'

/** Comes back after `retryAfterMs`, and again until every such room could be read. Callers may be faster. */
export function recoverLater(parts: RuntimeParts): void {
  if (parts.recovery.cancel !== null) return
  parts.recovery.cancel = parts.clock.after(parts.limits.retryAfterMs, () => {
    parts.recovery.cancel = null
    recover(parts)
  })
}

function recover(parts: RuntimeParts): void {
  if (parts.isStopping) return
  for (const [roomId, { kind }] of parts.untold) {
    const term = parts.ownership.termOf(shardOf(roomId))
    // Whoever owns the room now tells its own listeners.
    if (term === null) parts.untold.delete(roomId)
    else if (parts.registry.get(roomId) === undefined) {
      sweepLater(parts)
      activate(parts, kind, roomId, term)
    }
  }
  if (parts.untold.size > 0) recoverLater(parts)
}
