/** Brings subscribers from the position they have to the present: from memory, else the journal, else a reset. */

import { must } from '../kernel/assert.ts'
import { makeGather } from '../kernel/gather.ts'
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

/** Catches up all rooms at once. Rooms that do not exist are left out. */
export type Resume = (rooms: readonly RoomFrom[]) => Promise<readonly CaughtUp[]>

export interface ResumeParts {
  readonly epoch: string
  readonly history: History
  readonly tail: Tail
  /** Whether the tail of a room is kept up to date: it lives here, or its owner tells us. */
  readonly isCurrent: (roomId: string) => boolean
}

/** Of who has no position: it wants no events, only the head. */
const NO_PAST = Number.MAX_SAFE_INTEGER
/** Resumes that one read answers: of 64 rooms each at most, mostly the same ones. */
const RESUMES_AT_ONCE = 16

/**
 * Two reads of the database at most, whatever comes back, and none for what memory holds. Who comes back in the same
 * moment is read for together, each room once: members of a room missed the same.
 */
export function makeResume(parts: ResumeParts): Resume {
  const { epoch, history, tail, isCurrent } = parts
  const missed = makeGather(RESUMES_AT_ONCE, (asked: readonly (readonly EventsWanted[])[]) =>
    forAll(asked, (wanted) => read(parts, wanted)),
  )
  const resets = makeGather(RESUMES_AT_ONCE, (asked: readonly (readonly EventsWanted[])[]) =>
    forAll(asked, (wanted) => startAgain(epoch, history, wanted)),
  )
  return async (rooms) => {
    const done: CaughtUp[] = []
    const wanted: EventsWanted[] = []
    const lost: EventsWanted[] = []
    for (const { roomId, from } of rooms) {
      const one = { roomId, after: from === null ? NO_PAST : from.seq }
      if (from !== null && from.epoch !== epoch) lost.push(one)
      else {
        const remembered = isCurrent(roomId) ? fromMemory(tail, one) : null
        if (remembered !== null) done.push(remembered)
        else wanted.push(one)
      }
    }
    if (wanted.length > 0) {
      const found = await missed(wanted)
      found.forEach((room, index) => {
        if (room !== null) done.push(room)
        else lost.push(must(wanted[index], 'an answer for each room'))
      })
    }
    if (lost.length > 0) for (const room of await resets(lost)) if (room !== null) done.push(room)
    return done
  }
}

/** Answers several at once, asking for what several want only once. */
async function forAll(
  asked: readonly (readonly EventsWanted[])[],
  read: (wanted: readonly EventsWanted[]) => Promise<ReadonlyMap<string, CaughtUp>>,
): Promise<readonly (readonly (CaughtUp | null)[])[]> {
  const distinct = new Map<string, EventsWanted>()
  for (const wanted of asked) for (const one of wanted) distinct.set(keyOf(one), one)
  const found = await read([...distinct.values()])
  return asked.map((wanted) => wanted.map((one) => found.get(keyOf(one)) ?? null))
}

function keyOf({ roomId, after }: EventsWanted): string {
  return `${roomId}:${after}`
}

/** By key; what cannot be continued is left out. */
async function read(
  { epoch, history, tail, isCurrent }: ResumeParts,
  asked: readonly EventsWanted[],
): Promise<ReadonlyMap<string, CaughtUp>> {
  const done = new Map<string, CaughtUp>()
  const wanted: EventsWanted[] = []
  for (const one of asked) {
    // perhaps it was read for somebody else while this one waited
    const remembered = isCurrent(one.roomId) ? fromMemory(tail, one) : null
    if (remembered !== null) done.set(keyOf(one), remembered)
    else wanted.push(one)
  }
  if (wanted.length === 0) return done
  const rooms = wanted.map(({ roomId }) => roomId)
  tail.beginRead(rooms)
  try {
    const found = await history.eventsAfter(wanted, LIMITS.resumeEventsMax)
    found.forEach((room, index) => {
      const one = must(wanted[index], 'an answer for each room')
      const caughtUp = fromJournal(epoch, one, room)
      if (caughtUp === null) return
      done.set(keyOf(one), caughtUp)
      // of a room that lives elsewhere nobody would tell us the rest
      if (isCurrent(one.roomId) && room.head > 0) fill(tail, one, caughtUp)
    })
  } finally {
    tail.endRead(rooms)
  }
  return done
}

function fill(tail: Tail, { roomId, after }: EventsWanted, { head, missed }: CaughtUp): void {
  const piece = missed[0]
  tail.fill(roomId, head, piece === undefined ? null : { ...piece, roomId, firstSeq: after + 1 })
}

function fromMemory(tail: Tail, { roomId, after }: EventsWanted): CaughtUp | null {
  const head = tail.head(roomId)
  if (head === undefined) return null
  const missed = after === NO_PAST ? [] : tail.after(roomId, after)
  return missed === undefined ? null : { roomId, head, missed, reset: false }
}

function fromJournal(
  epoch: string,
  { after }: EventsWanted,
  { roomId, head, events }: EventsFound,
): CaughtUp | null {
  if (after === NO_PAST) return { roomId, head, missed: [], reset: false }
  if (events === null || after > head) return null
  if (events.length === 0) return { roomId, head, missed: [], reset: false }
  const json = JSON.stringify(events)
  const missed = [{ json, position: formatPosition(epoch, head), lastSeq: head }]
  return { roomId, head, missed, reset: false }
}

/** By key; rooms that do not exist are left out. */
async function startAgain(
  epoch: string,
  history: History,
  lost: readonly EventsWanted[],
): Promise<ReadonlyMap<string, CaughtUp>> {
  const resets = await history.resets([...new Set(lost.map(({ roomId }) => roomId))])
  const rooms = new Map<string, CaughtUp>()
  for (const [roomId, { seq, json }] of resets) {
    const missed = [{ json: `[${json}]`, position: formatPosition(epoch, seq), lastSeq: seq }]
    rooms.set(roomId, { roomId, head: seq, missed, reset: true })
  }
  const done = new Map<string, CaughtUp>()
  for (const one of lost) {
    const room = rooms.get(one.roomId)
    if (room !== undefined) done.set(keyOf(one), room)
  }
  return done
}
