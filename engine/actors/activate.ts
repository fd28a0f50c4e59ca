/** Brings a room into memory: the snapshot, the events after it, and the answers it has given lately. */
import { must } from '../kernel/assert.ts'
import { shardOf } from '../kernel/shard.ts'
import { type Activation, keyOf, newActivation } from './activation.ts'
import type { RuntimeParts } from './parts.ts'
import type { AnyEvent, LoadedRoom, RoomKind } from './ports.ts'
import { drop, forget, tell } from './settle.ts'

/** Creates the room's record and begins to read it. `term` is the one under which this node owns the shard. */
export function activate(
  parts: RuntimeParts,
  kind: RoomKind,
  roomId: string,
  term: number,
  isWary = false,
): Activation {
  const { registry, clock, journal, gauges } = parts
  const shard = shardOf(roomId)
  const lane = shard % journal.lanes
  const place = { kind, roomId, shard, lane, term, touchedAt: clock.now(), isWary }
  const activation = newActivation(place)
  registry.add(activation)
  gauges.resident(registry.size)
  void read(parts, activation)
  return activation
}

/**
 * Takes a room out of memory and reads it again, with every command that has no answer yet, in order. Without
 * `isWary` the caller promises that none of them can be in the journal.
 */
export function renew(parts: RuntimeParts, old: Activation, { isWary }: { isWary: boolean }): void {
  forget(parts, old)
  parts.untold.set(old.roomId, { kind: old.kind, toldSeq: old.committed })
  const term = parts.ownership.termOf(old.shard)
  if (term === null) {
    drop(parts, old, 'NOT_OWNER')
    return
  }
  const next = activate(parts, old.kind, old.roomId, term, isWary)
  const waiting = old.pending
  old.pending = null
  if (waiting === null) return
  next.pending = waiting
  for (const pending of waiting.values()) {
    pending.event = null
    pending.stateAfter = null
    pending.isSuspect = isWary
    pending.isNew = false
  }
  next.mailbox = [...waiting.values()]
}

async function read(parts: RuntimeParts, activation: Activation): Promise<void> {
  const { roomId } = activation
  let loaded: LoadedRoom | null
  try {
    loaded = await parts.reads(() => {
      if (activation.status === 'creating') activation.status = 'loading'
      return parts.journal.load(roomId)
    })
  } catch (error) {
    parts.log.warn({ err: error, roomId }, 'a room could not be read')
    if (activation.status !== 'gone') drop(parts, activation, 'UNAVAILABLE', parts.retryLater)
    return
  }
  if (activation.status === 'gone') return
  activation.kind = kindOf(parts, loaded) ?? activation.kind
  const wasUntold = parts.untold.has(roomId)
  tellWhatWasMissed(parts, activation, loaded)
  try {
    restore(parts, activation, loaded)
  } catch (error) {
    fail(parts, activation, error)
    return
  }
  if (wasUntold) noteDues(parts, activation)
  activation.status = 'active'
  parts.wake(activation)
}

/** Null for a room without events. Anybody may ask for any id, so the wish that wakes a room does not say what it is. */
function kindOf({ kinds }: RuntimeParts, loaded: LoadedRoom | null): RoomKind | null {
  const event = loaded?.recent.at(-1) ?? loaded?.events.at(-1)
  return event === undefined ? null : ([...kinds.values()].find((kind) => kind.owns(event.kind)) ?? null)
}

function restore(parts: RuntimeParts, activation: Activation, loaded: LoadedRoom | null): void {
  const { kind } = activation
  const snapshot = loaded?.snapshot
  let state = snapshot ? kind.load(snapshot.dump, snapshot.version) : kind.empty
  for (const event of loaded?.events ?? []) state = kind.fold(state, event)
  activation.snapshotSeq = snapshot?.seq ?? 0
  activation.seq = loaded?.events.at(-1)?.seq ?? activation.snapshotSeq
  activation.committed = activation.seq
  activation.state = state
  activation.dues = kind.dues?.(state) ?? null
  for (const event of newest(loaded)) {
    const key = keyOf(activation.roomId, event.authorId, event.commandId)
    parts.answers.set(activation, key, kind.answer(event))
  }
}

/** The room's events cannot be folded: one more failure, and nothing a caller could do about it. */
function fail(parts: RuntimeParts, activation: Activation, error: unknown): void {
  const { roomId } = activation
  const isSetAside = parts.quarantine.failed(roomId, parts.clock.now())
  parts.log.error({ err: error, roomId, isSetAside }, 'a room could not be restored from its journal')
  drop(parts, activation, 'INTERNAL')
}

/**
 * After a commit whose outcome nobody heard, some of its events may be durable and told to nobody. Whoever reads
 * the room next finds them here.
 */
function tellWhatWasMissed(parts: RuntimeParts, activation: Activation, loaded: LoadedRoom | null): void {
  const untold = parts.untold.get(activation.roomId)
  if (untold === undefined) return
  parts.untold.delete(activation.roomId)
  const missed = newest(loaded).filter((event) => event.seq > untold.toldSeq)
  if (missed.length > 0) tell(parts, activation, missed)
}

/** Of a commit whose outcome nobody heard, the alarm has not heard either. */
function noteDues({ alarm }: RuntimeParts, { roomId, dues }: Activation): void {
  const changes = [...(dues ?? [])].map(([name, due]) => ({ name, due }))
  if (changes.length > 0) alarm?.note(roomId, changes)
}

/** Everything that was loaded, each event once, in order. */
function newest(loaded: LoadedRoom | null): readonly AnyEvent[] {
  if (loaded === null) return []
  const { recent, events } = loaded
  if (recent.length === 0) return events
  const first = must(recent[0], 'there is a recent event').seq
  return [...events.filter((event) => event.seq < first), ...recent]
}
