/** Makes decided events durable: all rooms of a lane together, batch after batch; answers and tells only afterwards. */
import { must } from '../kernel/assert.ts'
import { renew } from './activate.ts'
import { type Activation, NONE, type Pending } from './activation.ts'
import { changedDues } from './dues.ts'
import type { RuntimeParts } from './parts.ts'
import type { AnyEvent, RoomWrite, WriteOutcome } from './ports.ts'
import { recoverLater } from './recover.ts'
import { refuseWhatIsCertain } from './refusal.ts'
import { answer, drop, tell, turnAway } from './settle.ts'

/** One series of commits. What waits while one is under way goes into the next. */
export interface Lane {
  readonly index: number
  /** Rooms with staged events, the one that waits longest first. */
  readonly ready: Set<Activation>
  isCommitting: boolean
  isScheduled: boolean
}

/** One room's part of a commit under way. */
interface Flight {
  readonly activation: Activation
  readonly pendings: readonly Pending[]
  readonly events: readonly AnyEvent[]
  readonly write: RoomWrite
}

export function makeLanes(count: number): Lane[] {
  return Array.from({ length: count }, (_, index) => {
    return { index, ready: new Set<Activation>(), isCommitting: false, isScheduled: false }
  })
}

/** Puts a decided command into the next commit of its lane. An idle lane commits at the end of this turn. */
export function stage(parts: RuntimeParts, activation: Activation, pending: Pending): void {
  // NONE is shared, so it is not pushed to
  if (activation.staged.length === 0) activation.staged = [pending]
  else (activation.staged as Pending[]).push(pending)
  const lane = must(parts.lanes[activation.lane], `lane ${activation.lane} exists`)
  lane.ready.add(activation)
  if (lane.isCommitting || lane.isScheduled) return
  lane.isScheduled = true
  parts.clock.nextTick(() => {
    lane.isScheduled = false
    void commitAll(parts, lane)
  })
}

/**
 * Commits until nothing is ready. What waits is on its way before what has landed is answered, so that the database and
 * we work at the same time. Never rejects: whatever goes wrong ends in refusals.
 */
async function commitAll(parts: RuntimeParts, lane: Lane): Promise<void> {
  lane.isCommitting = true
  for (let batch = send(parts, lane); batch !== null; ) {
    const outcomes = await batch.outcomes
    const landed = batch.flights.filter((flight, index) => land(parts, flight, outcomes[index] ?? 'unknown'))
    const seconds = (parts.clock.now() - batch.sentAt) / 1000
    batch = send(parts, lane)
    for (const flight of landed) announce(parts, flight)
    const events = landed.reduce((count, flight) => count + flight.events.length, 0)
    if (outcomes.length > 0) parts.gauges.committed(events, outcomes.length, seconds)
    parts.gauges.waiting(parts.registry.waiting)
  }
  lane.isCommitting = false
}

/** Flights that are on their way together. */
interface Batch {
  readonly flights: readonly Flight[]
  /** One for each flight; none at all when nobody knows. Never rejects. */
  readonly outcomes: Promise<readonly WriteOutcome[]>
  readonly sentAt: number
}

/** Sends what is ready; null when nothing is. */
function send(parts: RuntimeParts, lane: Lane): Batch | null {
  const flights = takeOff(parts, lane)
  if (flights.length === 0) return null
  const writes = flights.map((flight) => flight.write)
  const outcomes = parts.journal.commit(lane.index, writes).catch((error: unknown) => {
    parts.log.error({ err: error, lane: lane.index, rooms: flights.length }, 'a commit failed')
    return []
  })
  return { flights, outcomes, sentAt: parts.clock.now() }
}

/** Takes what is ready, up to the limits of one commit: each room once, its events in order. */
function takeOff(parts: RuntimeParts, lane: Lane): Flight[] {
  const flights: Flight[] = []
  const unfinished: Activation[] = []
  let eventCount = 0
  for (const activation of lane.ready) {
    if (eventCount >= parts.limits.batchEventsMax) break
    lane.ready.delete(activation)
    if (activation.status === 'gone' || activation.staged.length === 0) continue
    const flight = flightOf(parts, activation)
    if (activation.staged.length > 0) unfinished.push(activation)
    eventCount += flight.events.length
    flights.push(flight)
  }
  for (const activation of unfinished) lane.ready.add(activation)
  return flights
}

function flightOf(parts: RuntimeParts, activation: Activation): Flight {
  const { kind, roomId, shard, term, snapshotSeq, staged } = activation
  const isWhole = staged.length <= parts.limits.roomEventsMax
  const pendings = isWhole ? staged : staged.slice(0, parts.limits.roomEventsMax)
  activation.inFlight = pendings
  activation.staged = isWhole ? NONE : staged.slice(pendings.length)
  const events = pendings.map((pending) => must(pending.event, 'what is staged is decided'))
  const last = must(pendings.at(-1), 'a write has events')
  const every = Math.max(parts.limits.snapshotEvery, kind.weight?.(last.stateAfter) ?? 0)
  const isSnapshotDue = (last.event?.seq ?? 0) - snapshotSeq >= every
  const snapshot = isSnapshotDue ? { version: kind.version, dump: kind.dump(last.stateAfter) } : null
  const due = changedDues(activation, last.stateAfter)
  const listing = kind.listing?.(last.stateAfter) ?? null
  const write = { kind: kind.name, roomId, shard, term, events, snapshot, due, listing }
  return { activation, pendings, events, write }
}

/** Takes note of an outcome. True when what was written is to be announced. */
function land(parts: RuntimeParts, flight: Flight, outcome: WriteOutcome | 'unknown'): boolean {
  if (outcome === 'written') written(flight)
  else if (outcome === 'conflict') conflict(parts, flight)
  else if (outcome === 'fenced') fenced(parts, flight)
  else unknown(parts, flight)
  return outcome === 'written'
}

function written({ activation, events, write }: Flight): void {
  if (activation.status === 'gone') return
  activation.inFlight = NONE
  activation.isWary = false
  activation.committed = must(events.at(-1), `a write of ${activation.roomId} has events`).seq
  if (write.snapshot !== null) activation.snapshotSeq = activation.committed
}

/** Tells what was written and answers whoever asked for it. The room's next events may be on their way by now. */
function announce(parts: RuntimeParts, { activation, pendings, events, write }: Flight): void {
  const { kind, roomId } = activation
  // A room may have left memory while its write was under way. What is durable is told all the same.
  tell(parts, activation, events)
  if (write.due.length > 0) parts.alarm?.note(roomId, write.due)
  if (activation.status === 'gone') return
  for (const pending of pendings) {
    const given = kind.answer(must(pending.event, 'what is written is decided'))
    parts.answers.set(activation, pending.key, given)
    answer(parts, activation, pending, given)
  }
  if (activation.uncertain !== null) refuseWhatIsCertain(parts, activation)
  if (activation.staged.length > 0 || activation.inFlight.length > 0) return
  const settled = activation.whenSettled
  activation.whenSettled = null
  settled?.()
}

/**
 * Some command of the write is in the journal already: somebody repeats what memory has forgotten. The room is read
 * again and every command is looked up before it is decided. If that does not help, two of us write this room.
 */
function conflict(parts: RuntimeParts, { activation, pendings }: Flight): void {
  if (activation.status === 'gone') return
  for (const pending of pendings) {
    pending.conflicts++
    if (pending.conflicts < 2) continue
    const { roomId } = activation
    parts.log.error({ roomId, commandId: pending.wish.commandId }, 'a bug: the same command conflicts twice')
    turnAway(parts, activation, pending, 'UNAVAILABLE', parts.retryLater)
  }
  renew(parts, activation, { isWary: true })
  recoverLater(parts)
}

/** The term is over, so nothing that was read under it may be trusted any more. */
function fenced(parts: RuntimeParts, { write: { shard, term } }: Flight): void {
  // We may have the shard again, under a later term: that one is not lost.
  if (parts.ownership.termOf(shard) === term) parts.ownership.lost(shard)
  for (const room of [...parts.registry.all()]) {
    if (room.shard === shard && room.term === term) drop(parts, room, 'NOT_OWNER', parts.retryLater)
  }
}

/** Nobody knows whether the write is durable. Callers send it again and are told; there is nothing to roll back. */
function unknown(parts: RuntimeParts, { activation }: Flight): void {
  if (activation.status === 'gone') return
  parts.untold.set(activation.roomId, { kind: activation.kind, toldSeq: activation.committed })
  drop(parts, activation, 'UNAVAILABLE', parts.retryLater)
  recoverLater(parts)
}
