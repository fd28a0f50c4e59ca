/** Lets go of shards that are about to live elsewhere: `release`. */
import type { Activation } from './activation.ts'
import type { RuntimeParts } from './parts.ts'
import { drop, turnAway } from './settle.ts'

/**
 * What waits undecided is turned away at once: whoever asked finds the next owner. What is decided gets its answer,
 * for at most `releaseMs`; after that nobody knows, and UNAVAILABLE says so.
 */
export async function release(parts: RuntimeParts, shards: ReadonlySet<number>): Promise<void> {
  const rooms = [...parts.registry.all()].filter((room) => shards.has(room.shard))
  for (const room of rooms) stopDeciding(parts, room)
  await quiet(parts, rooms)
  for (const room of rooms) if (room.status !== 'gone') drop(parts, room, 'UNAVAILABLE', parts.retryLater)
}

function stopDeciding(parts: RuntimeParts, room: Activation): void {
  const { mailbox, status } = room
  room.mailbox = null
  if (status === 'active') room.status = 'draining'
  for (const pending of mailbox ?? []) turnAway(parts, room, pending, 'NOT_OWNER', parts.retryLater)
  // it was never read, so nothing of it is decided
  if (status === 'creating' || status === 'loading') drop(parts, room, 'NOT_OWNER', parts.retryLater)
}

function quiet(
  { registry: { watchers }, clock, limits }: RuntimeParts,
  rooms: readonly Activation[],
): Promise<void> {
  const busy = new Set(rooms)
  const isQuiet = () => {
    for (const room of busy) if (room.pending === null || room.status === 'gone') busy.delete(room)
    return busy.size === 0
  }
  if (isQuiet()) return Promise.resolve()
  return new Promise((resolve) => {
    const end = () => {
      cancel()
      watchers.delete(look)
      resolve()
    }
    const look = () => {
      if (isQuiet()) end()
    }
    const cancel = clock.after(limits.releaseMs, end)
    watchers.add(look)
  })
}
