/** Brings subscribers from the position they have to the present: from memory, else the journal, else a reset. */
import { LIMITS } from '../protocol/limits.ts'
import { formatPosition, type Position } from '../protocol/position.ts'
import type { EventsFound, EventsWanted, History } from './history.ts'
import type { Batch } from './sink.ts'
import type { Tail } from './tail.ts'

export interface RoomFrom {
  readonly roomId: string
  /** Null: start at the head, without any past. */
  readonly from: Position | null
}

/** What a subscriber has missed in one room. In order; `json` of each is a JSON array. */
export interface CaughtUp {
  readonly roomId: string
  /** seq after `missed`: the next live event is head + 1. */
  readonly head: number
  readonly missed: readonly Pick<Batch, 'json' | 'position' | 'lastSeq'>[]
  /** True when `missed` is one `reset` event: the position could not be continued. */
  readonly reset: boolean
}

/** Catches up all rooms at once, in at most two reads of the database. Rooms that do not exist are left out. */
export type Resume = (rooms: readonly RoomFrom[]) => Promise<readonly CaughtUp[]>

export interface ResumeParts {
  readonly epoch: string
  readonly history: History
  readonly tail: Tail
  /** Whether the tail of a room is kept up to date: it lives here, or its owner tells us. */
  readonly isCurrent: (roomId: string) => boolean
}

export function makeResume({ epoch, history, tail, isCurrent }: ResumeParts): Resume {
  return async (rooms) => {
    const done: CaughtUp[] = []
    const wanted: EventsWanted[] = []
    const lost: string[] = []
    for (const { roomId, from } of rooms) {
      if (from !== null && from.epoch !== epoch) lost.push(roomId)
      else {
        const remembered = isCurrent(roomId) ? fromMemory(tail, roomId, from) : null
        if (remembered !== null) done.push(remembered)
        else wanted.push({ roomId, after: from === null ? Number.MAX_SAFE_INTEGER : from.seq })
      }
    }
    const found = wanted.length === 0 ? [] : await history.eventsAfter(wanted, LIMITS.resumeEventsMax)
    found.forEach((room, index) => {
      const { after } = wanted[index] as EventsWanted
      if (after === Number.MAX_SAFE_INTEGER) done.push(fromHead(room))
      else if (room.events === null || after > room.head) lost.push(room.roomId)
      else done.push(fromJournal(epoch, room))
    })
    if (lost.length > 0) done.push(...(await startAgain(epoch, history, lost)))
    return done
  }
}

function fromMemory(tail: Tail, roomId: string, from: Position | null): CaughtUp | null {
  const head = tail.head(roomId)
  if (head === undefined) return null
  if (from === null) return { roomId, head, missed: [], reset: false }
  const missed = tail.after(roomId, from.seq)
  return missed === undefined ? null : { roomId, head, missed, reset: false }
}

function fromHead({ roomId, head }: EventsFound): CaughtUp {
  return { roomId, head, missed: [], reset: false }
}

function fromJournal(epoch: string, { roomId, head, events }: EventsFound): CaughtUp {
  if (events === null || events.length === 0) return { roomId, head, missed: [], reset: false }
  const json = JSON.stringify(events)
  return {
    roomId,
    head,
    missed: [{ json, position: formatPosition(epoch, head), lastSeq: head }],
    reset: false,
  }
}

async function startAgain(epoch: string, history: History, roomIds: readonly string[]): Promise<CaughtUp[]> {
  const resets = await history.resets(roomIds)
  return [...resets].map(([roomId, { seq, json }]) => ({
    roomId,
    head: seq,
    missed: [{ json: `[${json}]`, position: formatPosition(epoch, seq), lastSeq: seq }],
    reset: true,
  }))
}
