/** The records behind live feeds: a `Follower` is one subscription, a `Member` is it in one room. */
import type { Resume } from '../../engine/fanout/resume.ts'
import type { Batch, Interest } from '../../engine/fanout/sink.ts'
import type { Logger } from '../../engine/host/log.ts'
import type { Clock } from '../../engine/kernel/clock.ts'
import type { Position } from '../../engine/protocol/position.ts'
import type { FeedPlan, Following, Outlet, Piece } from '../live.ts'
import type { ByUser } from './by-user.ts'
import { Few } from './few.ts'
import { ungroup } from './groups.ts'
import type { Rounds } from './rounds.ts'
import type { Slices } from './slices.ts'

export class Follower implements Following {
  /** Without what asks for its rooms: that holds on to a whole call. */
  readonly plan: Omit<FeedPlan, 'rooms'>
  readonly outlet: Outlet
  /** Whether its outlet knows that it has begun. */
  hasBegun = false
  /** By room id. */
  readonly members = new Few<string, Member>()
  /** Rooms this person left while `plan.rooms` was still being asked. Null once it has answered. */
  leftMeanwhile: Set<string> | null = new Set()
  /** Rooms this person joined while its rooms are asked for again. Null at other times. */
  joinedMeanwhile: Set<string> | null = null
  /** Its rooms should be asked for once more, when the question under way is answered. */
  isDoubtful = false
  stopped = false
  readonly #followed: Followed

  constructor(followed: Followed, { shape, person, followNew, mine }: FeedPlan, outlet: Outlet) {
    this.#followed = followed
    this.plan = { shape, person, followNew, mine }
    this.outlet = outlet
  }

  /** Takes it out of all its rooms. */
  stop(): void {
    if (this.stopped) return
    this.stopped = true
    for (const member of this.members.values()) exit(this.#followed, member)
    this.#followed.byUser.delete(this)
  }
}

/**
 *              missed sent                its room is past all it got
 *   catching ─────────────▶ settling ─────────────────────────────────▶ live
 *      ▲                       │ a hole, or a slow reader                │ a hole
 *      └───────────────────────┴──────────────────────────────────────────┘
 *
 * catching  batches queue as references while what it missed is read and sent
 * settling  batches are handed to its outlet one by one, cut at what it has; outlets without a topic stay here
 * live      it hears its group's topic: one native publish for all of the group
 */
export type MemberState = 'catching' | 'settling' | 'live'

export interface Member {
  readonly follower: Follower
  readonly room: FollowedRoom
  state: MemberState
  /** Where to read on from. Null: at the head. */
  from: Position | null
  /** seq up to which it has been told everything. */
  after: number
  /** While it is live. */
  group: Group | null
  /** Null while nothing waits: an array of its own is 70 bytes. */
  waiting: Batch[] | null
  waitingChars: number
  /** More than the bound was waiting and has been dropped: read it again. */
  overrun: boolean
}

/** Live members of one room whose frames are identical bytes: a topic of uWebSockets, bounded by `Pace.groupMax`. */
export interface Group {
  readonly topic: string
  /** JSON of the request id. */
  readonly key: string
  readonly shape: FeedPlan['shape']
  readonly members: Set<Member>
  /** seq up to which it has been told everything. */
  told: number
}

/** What went by in a room. */
export interface Passed extends Piece {
  readonly firstSeq: number
  readonly isReset?: true
}

export interface FollowedRoom {
  readonly id: string
  /** seq of the last batch that went by here; -1 before the first. */
  lastSeq: number
  /** What fan-out says its head is, at least; 0 before it said anything. */
  head: number
  /** Who was told longest ago comes first. */
  readonly groups: Set<Group>
  /** Groups that others may enter, by shape and key. */
  readonly open: Few<string, Group>
  /** What some group has not been told yet, in order. */
  passed: Passed[]
  /** Members that are not live. */
  readonly pending: Set<Member>
}

/** Everything followed on this node. */
export interface Followed {
  readonly epoch: string
  readonly resume: Resume
  readonly interest: Interest
  readonly clock: Clock
  readonly log: Pick<Logger, 'warn'>
  /** Who has read what it missed waits here for its turn to be told. */
  readonly slice: Slices
  readonly rounds: Rounds
  readonly rooms: Map<string, FollowedRoom>
  readonly byUser: ByUser
}

/** Tells the outlet, once, that from now on nothing will be missing. */
export function begin(follower: Follower): void {
  if (follower.hasBegun) return
  follower.hasBegun = true
  follower.outlet.begin()
}

/** Enters a room as a member that has yet to catch up. */
export function enter(followed: Followed, follower: Follower, roomId: string, from: Position | null): Member {
  let room = followed.rooms.get(roomId)
  if (room === undefined) {
    room = {
      id: roomId,
      lastSeq: -1,
      head: 0,
      groups: new Set(),
      open: new Few(),
      passed: [],
      pending: new Set(),
    }
    followed.rooms.set(roomId, room)
    followed.interest.want(roomId)
  }
  const member: Member = {
    follower,
    room,
    state: 'catching',
    from,
    after: -1,
    group: null,
    waiting: null,
    waitingChars: 0,
    overrun: false,
  }
  room.pending.add(member)
  // not under the text it came with: that would be one more for each member
  follower.members.set(room.id, member)
  return member
}

/** Forgets the member, and its room when it was the last one there. */
function exit(followed: Followed, member: Member): void {
  const { room, follower } = member
  if (member.state === 'live') ungroup(member)
  room.pending.delete(member)
  member.waiting = null
  follower.members.delete(room.id)
  if (room.pending.size > 0 || room.groups.size > 0) return
  followed.rooms.delete(room.id)
  followed.interest.unwant(room.id)
}

/** The room is closed to this member, who hears what went by before: a feed of one room ends, others go on without it. */
export function dismiss(followed: Followed, member: Member): void {
  const { follower, room, group } = member
  if (group !== null) followed.rounds.tell(room, group)
  exit(followed, member)
  if (follower.plan.shape === 'rooms') return
  follower.stop()
  follower.outlet.end(null)
}

export function isGone(member: Member): boolean {
  return member.follower.members.get(member.room.id) !== member
}
