/** A journal in memory with the semantics of the real one, and with faults on demand: for simulations and tests. */
import type { AnyEvent, FoundMessage, Journal, LoadedRoom, RoomWrite, WriteOutcome } from '../actors/ports.ts'
import { assert } from '../kernel/assert.ts'
import type { MemoryDues } from './memory-dues.ts'

/** One call to the journal, as a fault sees it. */
export type JournalCall =
  | { readonly name: 'load' | 'findCommand' | 'findMessage'; readonly roomId: string }
  | { readonly name: 'commit'; readonly lane: number; readonly writes: readonly RoomWrite[] }

/**
 * What goes wrong. Both are awaited, so a promise that waits is a slow database. `before` rejecting: the database was
 * not reached. `after` rejecting: it was, and nobody heard its answer (the unknown outcome of a torn connection).
 */
export interface JournalFaults {
  before?(call: JournalCall): Promise<void> | undefined
  after?(call: JournalCall): Promise<void> | undefined
}

export interface MemoryJournal extends Journal {
  /** From now on only writes under `term` are taken in `shard`. Without it a shard takes every term. */
  setTerm(shard: number, term: number): void
  /** Everything durable of a room, in order. */
  eventsOf(roomId: string): readonly AnyEvent[]
  roomIds(): readonly string[]
  /** The same as JSON, one text an event: what a reader gets without sharing an object with anybody. */
  jsonOf(roomId: string): readonly string[]
  /** How much of every room is durable now, for `restore`. */
  mark(): JournalMark
  /** Forgets all that was written since `mark`, as a failover to a standby that lags does. */
  restore(mark: JournalMark): void
  /** How often each method was called. */
  readonly calls: Readonly<Record<JournalCall['name'], number>>
}

/** A moment of the journal. */
export type JournalMark = ReadonlyMap<string, Pick<StoredRoom, 'snapshot'> & { readonly head: number }>

interface StoredRoom {
  /** JSON, so that nothing in the runtime's memory can be mistaken for something durable. */
  readonly events: string[]
  /** `authorId commandId` to index in `events`. */
  readonly commands: Map<string, number>
  readonly messages: Map<string, FoundMessage>
  snapshot: { readonly seq: number; readonly version: number; readonly dump: string } | null
}

/** How many of the newest events `load` gives as `recent`. */
const RECENT = 100

export interface MemoryJournalOptions {
  readonly lanes?: number
  readonly faults?: JournalFaults
  /** Where a commit writes its due rows; left out, nobody keeps them. */
  readonly dues?: Pick<MemoryDues, 'written'>
}

export function makeMemoryJournal({
  lanes = 2,
  faults = {},
  dues,
}: MemoryJournalOptions = {}): MemoryJournal {
  const rooms = new Map<string, StoredRoom>()
  const terms = new Map<number, number>()
  const calls = { load: 0, commit: 0, findCommand: 0, findMessage: 0 }

  async function during<Result>(call: JournalCall, work: () => Result): Promise<Result> {
    calls[call.name]++
    const delay = faults.before?.(call)
    if (delay) await delay
    const result = work()
    const answer = faults.after?.(call)
    if (answer) await answer
    return result
  }

  function write(room: RoomWrite): WriteOutcome {
    if ((terms.get(room.shard) ?? room.term) !== room.term) return 'fenced'
    const stored = rooms.get(room.roomId) ?? emptyRoom()
    const head = stored.events.length
    const isNew = (event: AnyEvent) => event.seq > head && !stored.commands.has(keyOf(event))
    const inside = new Set(room.events.map(keyOf))
    if (inside.size < room.events.length || !room.events.every(isNew)) return 'conflict'
    rooms.set(room.roomId, stored)
    for (const event of room.events) append(stored, event)
    if (room.snapshot) {
      const { version, dump } = room.snapshot
      stored.snapshot = { seq: stored.events.length, version, dump: JSON.stringify(dump) }
    }
    dues?.written(room)
    return 'written'
  }

  function read(roomId: string): LoadedRoom | null {
    const stored = rooms.get(roomId)
    if (!stored) return null
    const { events, snapshot } = stored
    return {
      snapshot: snapshot && { ...snapshot, dump: JSON.parse(snapshot.dump) },
      events: events.slice(snapshot?.seq ?? 0).map(parseEvent),
      recent: events.slice(-RECENT).map(parseEvent),
    }
  }

  return {
    lanes,
    calls,
    load: (roomId) => during({ name: 'load', roomId }, () => read(roomId)),
    commit: (lane, writes) => during({ name: 'commit', lane, writes }, () => writes.map(write)),
    findCommand: (roomId, authorId, commandId) =>
      during({ name: 'findCommand', roomId }, () => {
        const stored = rooms.get(roomId)
        const index = stored?.commands.get(keyOf({ authorId, commandId }))
        return index === undefined ? null : parseEvent(stored?.events[index] as string)
      }),
    findMessage: (roomId, messageId) =>
      during({ name: 'findMessage', roomId }, () => rooms.get(roomId)?.messages.get(messageId) ?? null),
    setTerm: (shard, term) => void terms.set(shard, term),
    eventsOf: (roomId) => rooms.get(roomId)?.events.map(parseEvent) ?? [],
    roomIds: () => [...rooms.keys()],
    jsonOf: (roomId) => rooms.get(roomId)?.events ?? [],
    mark: () =>
      new Map([...rooms].map(([id, { events, snapshot }]) => [id, { head: events.length, snapshot }])),
    restore(mark) {
      const before = [...rooms]
      rooms.clear()
      for (const [roomId, { events }] of before) {
        const kept = mark.get(roomId)
        if (kept === undefined) continue
        const stored = { ...emptyRoom(), snapshot: kept.snapshot }
        for (const json of events.slice(0, kept.head)) append(stored, parseEvent(json))
        rooms.set(roomId, stored)
      }
    },
  }
}

function emptyRoom(): StoredRoom {
  return { events: [], commands: new Map(), messages: new Map(), snapshot: null }
}

function append(stored: StoredRoom, event: AnyEvent): void {
  assert(event.seq === stored.events.length + 1, `seq ${event.seq} follows ${stored.events.length}`)
  stored.commands.set(keyOf(event), stored.events.length)
  stored.events.push(JSON.stringify(event))
  project(stored.messages, event)
}

/** What the real journal keeps in its table of messages, as far as `findMessage` tells of it. */
function project(messages: Map<string, FoundMessage>, event: AnyEvent): void {
  const { messageId, text } = event.payload as { messageId: string; text: string }
  const before = messages.get(messageId)
  if (event.kind === 'message.sent') {
    messages.set(messageId, { messageId, authorId: event.authorId, text, deleted: false })
  } else if (event.kind === 'message.edited' && before) {
    messages.set(messageId, { ...before, text })
  } else if (event.kind === 'message.deleted' && before) {
    messages.set(messageId, { ...before, text: '', deleted: true })
  }
}

function keyOf({ authorId, commandId }: Pick<AnyEvent, 'authorId' | 'commandId'>): string {
  return `${authorId} ${commandId}`
}

function parseEvent(json: string): AnyEvent {
  return JSON.parse(json) as AnyEvent
}
