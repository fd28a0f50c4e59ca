/** `makeRounds`: tells rooms what went by, a bounded number of sockets a turn of the event loop, each room in its turn. */
import { must } from '../../engine/kernel/assert.ts'
import type { Piece } from '../live.ts'
import type { FollowedRoom, Group, Passed } from './following.ts'
import { frameHead, frameTail } from './frames.ts'

/**
 * A socket takes 6 to 12 µs of kernel to be written to, so 5,000 of them are 40 to 60 ms. Told in one turn they would keep
 * commits and callers waiting that long. Told a few at a time, commits are made and answered in between, and what they
 * bring leaves with the next few: an event waits for one round of its room at most.
 */
export interface Pace {
  /** Sockets of a group: what one native publish tells. A larger room is told so many a turn. */
  readonly groupMax: number
  /**
   * Sockets told in a turn, exceeded by less than a group. A room that is no larger is told at once: it takes 5 ms, and
   * commits that gather meanwhile are cheaper than commits of one message.
   */
  readonly toldATurn: number
}

export const PACE: Pace = { groupMax: 125, toldATurn: 500 }

/** A frame gets no further piece past this: what waits for a slow reader has a limit, and goes by whole frames. */
const FRAME_CHARS_MAX = 64 * 1024

export interface Rounds {
  readonly pace: Pace
  /** Something went by in this room: it is told in this turn if few others were, else when it is its turn. */
  add(room: FollowedRoom): void
  /** Tells one group now, out of turn. */
  tell(room: FollowedRoom, group: Group): void
}

export interface RoundsParts {
  readonly publish: (topic: string, frame: string) => void
  /** Counts events handed to sockets. */
  readonly delivered: (events: number) => void
}

export function makeRounds({ publish, delivered }: RoundsParts, pace: Pace): Rounds {
  /** Rooms of which a group has something to be told, in the order of their turns. */
  const waiting = new Set<FollowedRoom>()
  let told = 0
  let isCounting = false

  /** What was committed meanwhile is added later in this turn, and begins at once. Else the rest goes on in the next. */
  function nextTurn(): void {
    isCounting = false
    told = 0
    if (waiting.size > 0) setImmediate(go)
  }

  /** A room that has more groups to tell goes to the end of the set, so it comes round once more if there is time. */
  function go(): void {
    for (const room of waiting) {
      if (told >= pace.toldATurn) break
      waiting.delete(room)
      if (socketsOf(room) > pace.toldATurn) {
        tellSome(room, pace.groupMax)
        told = pace.toldATurn
      } else told += tellSome(room, pace.toldATurn - told)
      if (isBehind(room)) waiting.add(room)
    }
    if (isCounting || told === 0) return
    isCounting = true
    setImmediate(nextTurn)
  }

  /** The groups that have waited longest, until so many sockets were told. Returns how many were. */
  function tellSome(room: FollowedRoom, enough: number): number {
    let some = 0
    const tails: Tails = new Map()
    for (const group of room.groups) {
      if (some >= enough || group.told >= room.lastSeq) break
      tellGroup(room, group, tails)
      some += group.members.size
    }
    return some
  }

  function tellGroup(room: FollowedRoom, group: Group, tails: Tails): void {
    let events = 0
    for (const piece of room.passed) {
      if (piece.lastSeq > group.told) events += piece.lastSeq - piece.firstSeq + 1
    }
    const head = frameHead(group.key)
    for (const tail of tailsOf(room, group, tails)) publish(group.topic, head + tail)
    delivered(events * group.members.size)
    group.told = room.lastSeq
    // publishing closes who fell behind before, which may have been all of the group
    if (room.groups.size > 1 && room.groups.delete(group)) room.groups.add(group)
    forgetTold(room)
  }

  return {
    pace,
    add(room) {
      waiting.add(room)
      if (told < pace.toldATurn) go()
    },
    tell: (room, group) => tellGroup(room, group, new Map()),
  }
}

/** Frames without their heads, by shape and the seq they continue. */
type Tails = Map<string, readonly string[]>

function tailsOf(room: FollowedRoom, { shape, told }: Group, tails: Tails): readonly string[] {
  const name = `${shape} ${told}`
  const known = tails.get(name)
  if (known !== undefined) return known
  const made = piecesAfter(room.passed, told).map((piece) => frameTail(shape, room.id, piece))
  tails.set(name, made)
  return made
}

/** What went by after `told`, in as few pieces as may be. A reset stays alone: it continues nothing. */
function piecesAfter(passed: readonly Passed[], told: number): readonly Piece[] {
  const pieces: Piece[] = []
  let run: Passed[] = []
  let chars = 0
  for (const piece of passed) {
    if (piece.lastSeq <= told) continue
    if (run.length > 0 && (piece.isReset || run[0]?.isReset || chars + piece.json.length > FRAME_CHARS_MAX)) {
      pieces.push(joined(run))
      run = []
      chars = 0
    }
    run.push(piece)
    chars += piece.json.length
  }
  if (run.length > 0) pieces.push(joined(run))
  return pieces
}

/** Pieces that follow each other as one; their events are not encoded again. */
function joined(run: readonly Passed[]): Piece {
  const last = must(run.at(-1), 'a run has pieces')
  if (run.length === 1) return last
  const inner = run.map(({ json }) => json.slice(1, -1))
  return { json: `[${inner.join(',')}]`, position: last.position, lastSeq: last.lastSeq }
}

function socketsOf({ groups }: FollowedRoom): number {
  let sockets = 0
  for (const { members } of groups) sockets += members.size
  return sockets
}

function isBehind({ groups, lastSeq }: FollowedRoom): boolean {
  const [first] = groups
  return first !== undefined && first.told < lastSeq
}

/** Drops what every group has been told. */
export function forgetTold(room: FollowedRoom): void {
  const [first] = room.groups
  const least = first?.told ?? room.lastSeq
  while ((room.passed[0]?.lastSeq ?? Number.POSITIVE_INFINITY) <= least) room.passed.shift()
}
